package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// An array of numbers in a file whose header has been read: what comes next are the numbers, the
/// last axis fastest. Nothing is allocated by what the header claims alone: each series is made when
/// it is its turn.
///
/// @param in where the numbers come from
/// @param format how they lie there
/// @param shape the extents of the axes, none negative
record NumberArray(DataInput in, NumberFormat format, List<Long> shape) {
  /// The most numbers of one series.
  private static final long MOST = 1 << 28;

  NumberArray {
    shape = List.copyOf(shape);
  }

  String shapeText() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  /// Reads `[N, T]` as series of one feature, and `[N, T, F]`. Steps at the end of a series in which
  /// no value is known are no steps.
  ///
  /// @param flat whether all numbers of a series are steps of one feature
  List<Series> series(boolean flat, List<String> labels, List<String> groups) {
    if (shape.size() < 2 || shape.size() > 3) {
      throw new DataException(
          "%s is an array of shape %s; series are [N, T] or [N, T, F]: N series of T steps of F features."
              .formatted(in.name(), shapeText()));
    }
    long width = shape.size() == 2 ? 1 : shape.get(2);
    boolean sizable = shape.get(1) <= MOST && width <= MOST;
    long numbers = sizable ? shape.get(1) * width : 0;
    if (numbers < 1 || numbers > MOST) {
      throw new DataException(
          "%s is an array of shape %s; a series has 1 to %,d numbers."
              .formatted(in.name(), shapeText(), MOST));
    }
    int features = flat ? 1 : (int) width;
    Memory memory = new Memory(in.name());
    List<Series> all = new ArrayList<>();
    for (long n = 0; n < shape.getFirst(); n++) {
      memory.take(numbers);
      String origin = "%s, series %,d".formatted(in.name(), n + 1);
      float[] known = Padding.cut(numbers(origin, (int) numbers, features), features);
      if (known.length == 0) {
        throw new DataException(origin + " has no values, only NaN; remove it.");
      }
      int i = (int) n;
      all.add(
          new Series(
              known,
              features,
              labels.isEmpty() ? null : labels.get(i),
              groups.isEmpty() ? null : groups.get(i),
              origin));
    }
    requireEnd();
    return all;
  }

  private float[] numbers(String origin, int count, int features) {
    float[] values = new float[0];
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, 1 << 20);
      ByteBuffer bytes = format.next(in, part * format.bytes());
      values = Arrays.copyOf(values, done + part);
      for (int i = 0; i < part; i++) {
        double number = format.read(bytes, i * format.bytes());
        values[done + i] = (float) number;
        if (Float.isInfinite(values[done + i])) {
          throw new DataException(
              "%s has %s at step %,d, feature %d; numbers must be finite, or NaN where a value is missing."
                  .formatted(origin, number, (done + i) / features + 1, (done + i) % features + 1));
        }
      }
      done += part;
    }
    return values;
  }

  /// Reads `[N]` whole numbers, or `[N, 1]`, as words: labels or groups.
  List<String> words(String series, long count) {
    boolean vector = shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1);
    if (!vector || shape.getFirst() != count) {
      throw new DataException(
          "%s is an array of shape %s; it needs [%d], a label or group for each of the series in %s."
              .formatted(in.name(), shapeText(), count, series));
    }
    List<String> words = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      double number = format.read(format.next(in, format.bytes()), 0);
      if (number != Math.rint(number)) {
        throw new DataException(
            "%s has %s at number %,d; labels and groups are whole numbers."
                .formatted(in.name(), number, n + 1));
      }
      words.add(Long.toString((long) number));
    }
    requireEnd();
    return words;
  }

  private void requireEnd() {
    if (in.read() >= 0) {
      throw new DataException(
          "%s goes on behind the numbers of its shape %s; copy it again."
              .formatted(in.name(), shapeText()));
    }
  }
}
