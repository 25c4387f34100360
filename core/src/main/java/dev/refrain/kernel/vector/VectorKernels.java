package dev.refrain.kernel.vector;

import dev.refrain.kernel.AttentionKernels;
import dev.refrain.kernel.DropoutHash;
import dev.refrain.kernel.Extents;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.FloatStorage;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Storage;
import java.util.Arrays;

/// Float32 kernels on the vector units of the processor. Windows whose columns do not lie side by
/// side are rare outside products and copies: elsewhere the reference computes them.
public final class VectorKernels implements Kernels {
  private static final Kernels REFERENCE = ReferenceKernels.float32();
  private static final AttentionKernels ATTENTION = new VectorAttention();

  /// Softmax takes so many rows through each of its passes together: the passes of one row wait for
  /// each other, those of several overlap.
  private static final int ROWS_AT_A_TIME = 8;

  /// @throws UnsupportedOperationException if this machine has no vectors of 128 bits or more
  public VectorKernels() {
    if (Lanes.COUNT < 4) {
      throw new UnsupportedOperationException(
          "the virtual machine offers vectors of " + Lanes.SPECIES.vectorBitSize() + " bits alone");
    }
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  @Override
  public String description() {
    return "vector, " + Lanes.SPECIES.vectorBitSize() + " bits";
  }

  @Override
  public int packedLength(int depth, int columns) {
    return Panels.length(depth, columns);
  }

  @Override
  public void pack(Matrix right, Storage packed) {
    Extents.packing(right, packed, packedLength(right.rows(), right.columns()));
    Panels.pack(array(right), right, array(packed));
  }

  @Override
  public void multiply(Matrix left, Storage packedRight, Matrix product, boolean accumulate) {
    Extents.product(left, packedRight, packedLength(left.columns(), product.columns()), product);
    if (left.columns() == 0) {
      if (!accumulate) {
        fill(product, 0);
      }
      return;
    }
    multiplyFrom(accumulate ? product : null, left, packedRight, product);
  }

  @Override
  public void affine(Matrix left, Storage packedRight, Matrix begin, Matrix product) {
    Extents.product(left, packedRight, packedLength(left.columns(), product.columns()), product);
    Extents.same("affine", begin, product);
    if (left.columns() == 0 || !flat(begin)) {
      copy(begin, product);
      multiply(left, packedRight, product, true);
      return;
    }
    multiplyFrom(begin, left, packedRight, product);
  }

  private static void multiplyFrom(Matrix begin, Matrix left, Storage packedRight, Matrix product) {
    MatrixProduct.multiply(
        array(left),
        left,
        array(packedRight),
        begin == null ? null : array(begin),
        begin,
        array(product),
        product);
  }

  @Override
  public void multiplyUnpacked(Matrix left, Matrix right, Matrix product, boolean accumulate) {
    Extents.product(left, right, product);
    float[] leftArray = array(left);
    float[] rightArray = array(right);
    float[] productArray = array(product);
    if (flat(left) && right.rowStride() == 1) {
      FewRows.byDots(leftArray, left, rightArray, right, productArray, product, accumulate);
    } else if (flat(left) && flat(right)) {
      FewRows.byRows(leftArray, left, rightArray, right, productArray, product, accumulate);
    } else {
      REFERENCE.multiplyUnpacked(left, right, product, accumulate);
    }
  }

  @Override
  public PointwiseCall prepare(Pointwise program) {
    return new VectorPointwiseCall(program, PointwiseCompiler.loop(program));
  }

  @Override
  public void copy(Matrix source, Matrix target) {
    Extents.same("copy", source, target);
    float[] from = array(source);
    float[] to = array(target);
    if (flat(target) && flat(source)) {
      for (int r = 0; r < source.rows(); r++) {
        System.arraycopy(from, row(source, r), to, row(target, r), source.columns());
      }
    } else if (flat(target)) {
      Transposition.copy(
          from,
          source.offset(),
          source.columnStride(),
          source.rowStride(),
          to,
          target.offset(),
          target.rowStride(),
          source.columns(),
          source.rows());
    } else if (target.rowStride() == 1) {
      copy(source.transposed(), target.transposed());
    } else {
      REFERENCE.copy(source, target);
    }
  }

  @Override
  public void fill(Matrix target, double value) {
    float[] array = array(target);
    if (!flat(target)) {
      REFERENCE.fill(target, value);
      return;
    }
    if (target.rowStride() == target.columns()) {
      int length = target.rows() * target.columns();
      Arrays.fill(array, target.offset(), target.offset() + length, (float) value);
      return;
    }
    for (int r = 0; r < target.rows(); r++) {
      int begin = row(target, r);
      Arrays.fill(array, begin, begin + target.columns(), (float) value);
    }
  }

  @Override
  public void dropoutMask(long seed, double keep, Matrix mask) {
    Extents.probability(keep);
    float[] array = array(mask);
    if (!flat(mask)) {
      REFERENCE.dropoutMask(seed, keep, mask);
      return;
    }
    int threshold = DropoutHash.threshold(keep);
    int columns = mask.columns();
    for (int r = 0; r < mask.rows(); r++) {
      DropoutMask.write(
          array, row(mask, r), columns, seed, r * columns, threshold, (float) (1 / keep));
    }
  }

  @Override
  public void gaussianNoise(long seed, double deviation, Matrix noise) {
    REFERENCE.gaussianNoise(seed, deviation, noise);
  }

  @Override
  public void columnSums(Matrix values, Matrix sums, boolean accumulate) {
    Extents.rowOf("columnSums", values, sums);
    float[] array = array(values);
    float[] sumsArray = array(sums);
    if (!flat(values) || !flat(sums)) {
      REFERENCE.columnSums(values, sums, accumulate);
      return;
    }
    if (!accumulate) {
      fill(sums, 0);
    }
    Reductions.addRows(array, values, sumsArray, sums.offset());
  }

  @Override
  public void columnDots(Matrix first, Matrix second, Matrix dots, boolean accumulate) {
    Extents.same("columnDots", first, second);
    Extents.rowOf("columnDots", first, dots);
    float[] array = array(first);
    float[] secondArray = array(second);
    float[] dotsArray = array(dots);
    if (!flat(first) || !flat(second) || !flat(dots)) {
      REFERENCE.columnDots(first, second, dots, accumulate);
      return;
    }
    if (!accumulate) {
      fill(dots, 0);
    }
    Reductions.addProducts(array, first, secondArray, second, dotsArray, dots.offset());
  }

  @Override
  public void rowDots(Matrix first, Matrix second, Matrix dots, boolean accumulate) {
    Extents.same("rowDots", first, second);
    Extents.columnOf("rowDots", first, dots);
    float[] array = array(first);
    float[] secondArray = array(second);
    float[] dotsArray = array(dots);
    if (!flat(first) || !flat(second)) {
      REFERENCE.rowDots(first, second, dots, accumulate);
      return;
    }
    for (int r = 0; r < first.rows(); r++) {
      float dot =
          Reductions.dot(array, row(first, r), secondArray, row(second, r), first.columns());
      int index = row(dots, r);
      dotsArray[index] = accumulate ? dotsArray[index] + dot : dot;
    }
  }

  @Override
  public double sum(Matrix values) {
    float[] array = array(values);
    return flat(values) ? Reductions.sum(array, values) : REFERENCE.sum(values);
  }

  @Override
  public double sumOfSquares(Matrix values) {
    float[] array = array(values);
    return flat(values) ? Reductions.sumOfSquares(array, values) : REFERENCE.sumOfSquares(values);
  }

  @Override
  public void normalizeRows(Matrix values, Matrix normalized, Matrix inverse, double epsilon) {
    Extents.same("normalizeRows", values, normalized);
    Extents.columnOf("normalizeRows", values, inverse);
    float[] from = array(values);
    float[] to = array(normalized);
    float[] inverseArray = array(inverse);
    if (!flat(values) || !flat(normalized)) {
      REFERENCE.normalizeRows(values, normalized, inverse, epsilon);
      return;
    }
    int columns = values.columns();
    for (int r = 0; r < values.rows(); r++) {
      int begin = row(values, r);
      float mean = RowKernels.sum(from, begin, columns) / columns;
      float variance = RowKernels.squaredDeviations(from, begin, columns, mean) / columns;
      float factor = (float) (1 / Math.sqrt(variance + epsilon));
      RowKernels.standardize(from, begin, to, row(normalized, r), columns, mean, factor);
      inverseArray[row(inverse, r)] = factor;
    }
  }

  @Override
  public void normalizeRowsBackward(
      Matrix dNormalized, Matrix normalized, Matrix inverse, Matrix dValues, boolean accumulate) {
    Extents.same("normalizeRowsBackward", dNormalized, normalized);
    Extents.same("normalizeRowsBackward", dNormalized, dValues);
    Extents.columnOf("normalizeRowsBackward", dNormalized, inverse);
    float[] gradient = array(dNormalized);
    float[] result = array(normalized);
    float[] inverseArray = array(inverse);
    float[] to = array(dValues);
    if (!flat(dNormalized) || !flat(normalized) || !flat(dValues)) {
      REFERENCE.normalizeRowsBackward(dNormalized, normalized, inverse, dValues, accumulate);
      return;
    }
    int columns = dNormalized.columns();
    for (int r = 0; r < dNormalized.rows(); r++) {
      int a = row(dNormalized, r);
      int b = row(normalized, r);
      float mean = RowKernels.sum(gradient, a, columns) / columns;
      float slope = Reductions.dot(gradient, a, result, b, columns) / columns;
      float factor = inverseArray[row(inverse, r)];
      RowKernels.centre(
          gradient, a, result, b, to, row(dValues, r), columns, mean, slope, factor, accumulate);
    }
  }

  @Override
  public void softmaxRows(Matrix logits, Matrix probabilities) {
    Extents.same("softmaxRows", logits, probabilities);
    float[] from = array(logits);
    float[] to = array(probabilities);
    if (!flat(logits) || !flat(probabilities)) {
      REFERENCE.softmaxRows(logits, probabilities);
      return;
    }
    int columns = logits.columns();
    RowLoops rowLoops = RowLoops.now();
    float[] largest = new float[ROWS_AT_A_TIME];
    float[] total = new float[ROWS_AT_A_TIME];
    for (int first = 0; first < logits.rows(); first += ROWS_AT_A_TIME) {
      int rows = Math.min(ROWS_AT_A_TIME, logits.rows() - first);
      for (int i = 0; i < rows; i++) {
        largest[i] = rowLoops.largest(from, row(logits, first + i), columns);
      }
      for (int i = 0; i < rows; i++) {
        int a = row(logits, first + i);
        int b = row(probabilities, first + i);
        total[i] = rowLoops.exponentials(from, a, to, b, columns, largest[i]);
      }
      for (int i = 0; i < rows; i++) {
        int b = row(probabilities, first + i);
        rowLoops.scale(to, b, to, b, columns, 1 / total[i]);
      }
    }
  }

  @Override
  public void softmaxRowsBackward(
      Matrix probabilities, Matrix dProbabilities, Matrix dLogits, boolean accumulate) {
    Extents.same("softmaxRowsBackward", probabilities, dProbabilities);
    Extents.same("softmaxRowsBackward", probabilities, dLogits);
    float[] result = array(probabilities);
    float[] gradient = array(dProbabilities);
    float[] to = array(dLogits);
    if (!flat(probabilities) || !flat(dProbabilities) || !flat(dLogits)) {
      REFERENCE.softmaxRowsBackward(probabilities, dProbabilities, dLogits, accumulate);
      return;
    }
    int columns = probabilities.columns();
    for (int r = 0; r < probabilities.rows(); r++) {
      int a = row(probabilities, r);
      int b = row(dProbabilities, r);
      float dot = Reductions.dot(result, a, gradient, b, columns);
      RowKernels.spread(result, a, gradient, b, to, row(dLogits, r), columns, dot, accumulate);
    }
  }

  @Override
  public void crossEntropy(Matrix logits, int[] targets, Matrix losses, Matrix gradient) {
    Extents.columnOf("crossEntropy", logits, losses);
    Extents.count("crossEntropy", targets.length, logits);
    float[] from = array(logits);
    float[] lossesArray = array(losses);
    float[] to = null;
    if (gradient != null) {
      Extents.same("crossEntropy", logits, gradient);
      to = array(gradient);
    }
    if (!flat(logits) || (gradient != null && !flat(gradient))) {
      REFERENCE.crossEntropy(logits, targets, losses, gradient);
      return;
    }
    RowLoops rowLoops = RowLoops.now();
    float[] largest = new float[ROWS_AT_A_TIME];
    float[] total = new float[ROWS_AT_A_TIME];
    int columns = logits.columns();
    for (int first = 0; first < logits.rows(); first += ROWS_AT_A_TIME) {
      int rows = Math.min(ROWS_AT_A_TIME, logits.rows() - first);
      for (int i = 0; i < rows; i++) {
        Extents.id("crossEntropy", targets[first + i], first + i, columns);
        largest[i] = rowLoops.largest(from, row(logits, first + i), columns);
      }
      for (int i = 0; i < rows; i++) {
        int a = row(logits, first + i);
        int b = gradient == null ? 0 : row(gradient, first + i);
        int target = targets[first + i];
        float margin = target == -1 ? 0 : largest[i] - from[a + target];
        total[i] = rowLoops.exponentials(from, a, to, b, columns, largest[i]);
        lossesArray[row(losses, first + i)] =
            target == -1 ? 0 : (float) (Math.log(total[i]) + margin);
      }
      for (int i = 0; i < rows && gradient != null; i++) {
        int b = row(gradient, first + i);
        int target = targets[first + i];
        if (target == -1) {
          Arrays.fill(to, b, b + columns, 0);
        } else {
          rowLoops.scale(to, b, to, b, columns, 1 / total[i]);
          to[b + target] -= 1;
        }
      }
    }
  }

  @Override
  public void argmaxRows(Matrix values, int[] columns) {
    Extents.count("argmaxRows", columns.length, values);
    float[] array = array(values);
    if (!flat(values)) {
      REFERENCE.argmaxRows(values, columns);
      return;
    }
    for (int r = 0; r < values.rows(); r++) {
      columns[r] = Reductions.argmax(array, row(values, r), values.columns());
    }
  }

  @Override
  public void gatherRows(Matrix table, int[] ids, Matrix gathered) {
    Extents.sameColumns("gatherRows", table, gathered);
    Extents.count("gatherRows", ids.length, gathered);
    float[] from = array(table);
    float[] to = array(gathered);
    if (!flat(table) || !flat(gathered)) {
      REFERENCE.gatherRows(table, ids, gathered);
      return;
    }
    int columns = gathered.columns();
    for (int r = 0; r < gathered.rows(); r++) {
      Extents.id("gatherRows", ids[r], r, table.rows());
      int begin = row(gathered, r);
      if (ids[r] == -1) {
        Arrays.fill(to, begin, begin + columns, 0);
      } else {
        System.arraycopy(from, row(table, ids[r]), to, begin, columns);
      }
    }
  }

  @Override
  public void scatterAddRows(Matrix rows, int[] ids, Matrix table) {
    Extents.sameColumns("scatterAddRows", rows, table);
    Extents.count("scatterAddRows", ids.length, rows);
    float[] from = array(rows);
    float[] to = array(table);
    if (!flat(rows) || !flat(table)) {
      REFERENCE.scatterAddRows(rows, ids, table);
      return;
    }
    RowLoops rowLoops = RowLoops.now();
    for (int r = 0; r < rows.rows(); r++) {
      Extents.id("scatterAddRows", ids[r], r, table.rows());
      if (ids[r] != -1) {
        rowLoops.add(from, row(rows, r), to, row(table, ids[r]), rows.columns());
      }
    }
  }

  @Override
  public AttentionKernels attention() {
    return ATTENTION;
  }

  /// Whether columns lie side by side.
  private static boolean flat(Matrix window) {
    return window.columnStride() == 1 || window.columns() == 1;
  }

  private static int row(Matrix window, int row) {
    return window.offset() + row * window.rowStride();
  }

  private static float[] array(Matrix window) {
    return array(window.storage());
  }

  private static float[] array(Storage storage) {
    Extents.precision(Precision.FLOAT32, storage);
    return ((FloatStorage) storage).array();
  }
}
