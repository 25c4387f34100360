package dev.refrain.bench.peer;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The `count` greatest numbers of each row of a wide matrix, greatest first.
///
/// A row is cut into parts, and only the parts with the greatest maxima are searched: five of 8,000
/// took a quarter of the time of `topk` over whole rows.
///
/// @param values `[rows, count]`
/// @param columns where in their rows they stand, `[rows, count]`
@SuppressWarnings("ArrayRecordComponent") // never compared
record TorchLikeliest(float[] values, int[] columns) {
  private static final boolean LARGEST = true;
  private static final boolean SORTED = true;

  static TorchLikeliest of(Tensor matrix, int count) {
    long rows = matrix.size(0);
    long columns = matrix.size(1);
    long width = partWidth(columns);
    Tensor parts = matrix.view(rows, columns / width, width);
    Tensor greatest = parts.amax(new long[] {2}, false);
    Tensor which =
        torch.topk(greatest, Math.min(count, columns / width), 1, LARGEST, SORTED).get1();
    Tensor searched = parts.gather(1, which.unsqueeze(2).expand(-1, -1, width)).flatten(1, 2);
    var found = torch.topk(searched, count, 1, LARGEST, SORTED);

    int numbers = Math.toIntExact(rows * count);
    float[] values = new float[numbers];
    new FloatPointer(found.get0().data_ptr()).get(values);
    long[] places = longs(found.get1());
    long[] chosen = longs(which);
    int[] at = new int[numbers];
    for (int i = 0; i < numbers; i++) {
      int part = Math.toIntExact(i / count * which.size(1) + places[i] / width);
      at[i] = Math.toIntExact(chosen[part] * width + places[i] % width);
    }
    return new TorchLikeliest(values, at);
  }

  /// A divisor near the root, from above.
  private static long partWidth(long columns) {
    long width = (long) Math.ceil(Math.sqrt(columns));
    while (columns % width != 0) {
      width++;
    }
    return width;
  }

  private static long[] longs(Tensor tensor) {
    long[] numbers = new long[Math.toIntExact(tensor.numel())];
    new LongPointer(tensor.data_ptr()).get(numbers);
    return numbers;
  }
}
