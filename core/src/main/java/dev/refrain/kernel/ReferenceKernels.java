package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Storage;

/// The plain truth that every device is held against: each operation as the loop its description
/// says, computed in double precision and rounded once where it is stored. In float64 it is also
/// what gradients are checked with.
public final class ReferenceKernels implements Kernels {
  private static final ReferenceKernels FLOAT32 = new ReferenceKernels(Precision.FLOAT32);
  private static final ReferenceKernels FLOAT64 = new ReferenceKernels(Precision.FLOAT64);

  private final Precision precision;
  private final AttentionKernels attention;

  private ReferenceKernels(Precision precision) {
    this.precision = precision;
    attention = new ReferenceAttention(precision);
  }

  /// Kernels on float32, the truth for faster ones.
  public static Kernels float32() {
    return FLOAT32;
  }

  /// Kernels on float64, for checking gradients.
  public static Kernels float64() {
    return FLOAT64;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public String description() {
    return "reference, " + (precision == Precision.FLOAT32 ? "float32" : "float64");
  }

  @Override
  public int packedLength(int depth, int columns) {
    return Math.multiplyExact(depth, columns);
  }

  @Override
  public void pack(Matrix right, Storage packed) {
    check(right);
    Extents.precision(precision, packed);
    Extents.packing(right, packed, packedLength(right.rows(), right.columns()));
    int i = 0;
    for (int k = 0; k < right.rows(); k++) {
      for (int n = 0; n < right.columns(); n++) {
        packed.set(i++, right.get(k, n));
      }
    }
  }

  @Override
  public void multiply(Matrix left, Storage packedRight, Matrix product, boolean accumulate) {
    multiplyFrom(accumulate ? product : null, left, packedRight, product);
  }

  @Override
  public void affine(Matrix left, Storage packedRight, Matrix begin, Matrix product) {
    check(begin);
    Extents.same("affine", begin, product);
    multiplyFrom(begin, left, packedRight, product);
  }

  private void multiplyFrom(Matrix begin, Matrix left, Storage packedRight, Matrix product) {
    check(left, product);
    Extents.precision(precision, packedRight);
    int depth = left.columns();
    int columns = product.columns();
    Extents.product(left, packedRight, packedLength(depth, columns), product);
    double[] row = new double[columns];
    for (int m = 0; m < left.rows(); m++) {
      for (int n = 0; n < columns; n++) {
        row[n] = begin == null ? 0 : begin.get(m, n);
      }
      for (int k = 0; k < depth; k++) {
        double factor = left.get(m, k);
        for (int n = 0; n < columns; n++) {
          row[n] += factor * packedRight.get(k * columns + n);
        }
      }
      for (int n = 0; n < columns; n++) {
        product.set(m, n, row[n]);
      }
    }
  }

  @Override
  public void multiplyUnpacked(Matrix left, Matrix right, Matrix product, boolean accumulate) {
    check(left, right);
    check(product);
    Extents.product(left, right, product);
    for (int m = 0; m < left.rows(); m++) {
      for (int n = 0; n < right.columns(); n++) {
        double sum = accumulate ? product.get(m, n) : 0;
        for (int k = 0; k < left.columns(); k++) {
          sum += left.get(m, k) * right.get(k, n);
        }
        product.set(m, n, sum);
      }
    }
  }

  @Override
  public PointwiseCall prepare(Pointwise program) {
    return new PointwiseInterpreter(program, precision);
  }

  @Override
  public void copy(Matrix source, Matrix target) {
    check(source, target);
    Extents.same("copy", source, target);
    for (int r = 0; r < source.rows(); r++) {
      for (int c = 0; c < source.columns(); c++) {
        target.set(r, c, source.get(r, c));
      }
    }
  }

  @Override
  public void fill(Matrix target, double value) {
    check(target);
    for (int r = 0; r < target.rows(); r++) {
      for (int c = 0; c < target.columns(); c++) {
        target.set(r, c, value);
      }
    }
  }

  @Override
  public void dropoutMask(long seed, double keep, Matrix mask) {
    check(mask);
    Extents.probability(keep);
    int threshold = DropoutHash.threshold(keep);
    int element = 0;
    for (int r = 0; r < mask.rows(); r++) {
      for (int c = 0; c < mask.columns(); c++) {
        int bits = DropoutHash.bits(seed, element++) >>> DropoutHash.COMPARED_SHIFT;
        mask.set(r, c, bits < threshold ? 1 / keep : 0);
      }
    }
  }

  /// By pairs, as Box & Muller (1958) draw them.
  @Override
  public void gaussianNoise(long seed, double deviation, Matrix noise) {
    check(noise);
    Rng rng = Rng.seeded(seed);
    double radius = 0;
    double angle = 0;
    int element = 0;
    for (int r = 0; r < noise.rows(); r++) {
      for (int c = 0; c < noise.columns(); c++) {
        boolean first = element++ % 2 == 0;
        if (first) {
          radius = deviation * Math.sqrt(-2 * Math.log(1 - rng.nextDouble()));
          angle = 2 * Math.PI * rng.nextDouble();
        }
        noise.set(r, c, radius * (first ? Math.cos(angle) : Math.sin(angle)));
      }
    }
  }

  @Override
  public void columnSums(Matrix values, Matrix sums, boolean accumulate) {
    check(values, sums);
    Extents.rowOf("columnSums", values, sums);
    for (int c = 0; c < values.columns(); c++) {
      double sum = accumulate ? sums.get(0, c) : 0;
      for (int r = 0; r < values.rows(); r++) {
        sum += values.get(r, c);
      }
      sums.set(0, c, sum);
    }
  }

  @Override
  public void columnDots(Matrix first, Matrix second, Matrix dots, boolean accumulate) {
    check(first, second);
    check(dots);
    Extents.same("columnDots", first, second);
    Extents.rowOf("columnDots", first, dots);
    for (int c = 0; c < first.columns(); c++) {
      double sum = accumulate ? dots.get(0, c) : 0;
      for (int r = 0; r < first.rows(); r++) {
        sum += first.get(r, c) * second.get(r, c);
      }
      dots.set(0, c, sum);
    }
  }

  @Override
  public void rowDots(Matrix first, Matrix second, Matrix dots, boolean accumulate) {
    check(first, second);
    check(dots);
    Extents.same("rowDots", first, second);
    Extents.columnOf("rowDots", first, dots);
    for (int r = 0; r < first.rows(); r++) {
      store(dots, r, 0, dot(first, second, r), accumulate);
    }
  }

  @Override
  public double sum(Matrix values) {
    check(values);
    double sum = 0;
    for (int r = 0; r < values.rows(); r++) {
      sum += rowSum(values, r);
    }
    return sum;
  }

  @Override
  public double sumOfSquares(Matrix values) {
    check(values);
    double sum = 0;
    for (int r = 0; r < values.rows(); r++) {
      sum += dot(values, values, r);
    }
    return sum;
  }

  @Override
  public void normalizeRows(Matrix values, Matrix normalized, Matrix inverse, double epsilon) {
    check(values, normalized);
    check(inverse);
    Extents.same("normalizeRows", values, normalized);
    Extents.columnOf("normalizeRows", values, inverse);
    int columns = values.columns();
    for (int r = 0; r < values.rows(); r++) {
      double mean = rowSum(values, r) / columns;
      double variance = 0;
      for (int c = 0; c < columns; c++) {
        double deviation = values.get(r, c) - mean;
        variance += deviation * deviation / columns;
      }
      double factor = 1 / Math.sqrt(variance + epsilon);
      for (int c = 0; c < columns; c++) {
        normalized.set(r, c, (values.get(r, c) - mean) * factor);
      }
      inverse.set(r, 0, factor);
    }
  }

  @Override
  public void normalizeRowsBackward(
      Matrix dNormalized, Matrix normalized, Matrix inverse, Matrix dValues, boolean accumulate) {
    check(dNormalized, normalized);
    check(inverse, dValues);
    Extents.same("normalizeRowsBackward", dNormalized, normalized);
    Extents.same("normalizeRowsBackward", dNormalized, dValues);
    Extents.columnOf("normalizeRowsBackward", dNormalized, inverse);
    int columns = dNormalized.columns();
    for (int r = 0; r < dNormalized.rows(); r++) {
      double mean = rowSum(dNormalized, r) / columns;
      double slope = dot(dNormalized, normalized, r) / columns;
      for (int c = 0; c < columns; c++) {
        double centred = dNormalized.get(r, c) - mean - normalized.get(r, c) * slope;
        store(dValues, r, c, centred * inverse.get(r, 0), accumulate);
      }
    }
  }

  @Override
  public void softmaxRows(Matrix logits, Matrix probabilities) {
    check(logits, probabilities);
    Extents.same("softmaxRows", logits, probabilities);
    for (int r = 0; r < logits.rows(); r++) {
      double largest = largest(logits, r);
      double total = exponentialSum(logits, r, largest);
      for (int c = 0; c < logits.columns(); c++) {
        probabilities.set(r, c, Math.exp(logits.get(r, c) - largest) / total);
      }
    }
  }

  @Override
  public void softmaxRowsBackward(
      Matrix probabilities, Matrix dProbabilities, Matrix dLogits, boolean accumulate) {
    check(probabilities, dProbabilities);
    check(dLogits);
    Extents.same("softmaxRowsBackward", probabilities, dProbabilities);
    Extents.same("softmaxRowsBackward", probabilities, dLogits);
    for (int r = 0; r < probabilities.rows(); r++) {
      double dot = dot(probabilities, dProbabilities, r);
      for (int c = 0; c < probabilities.columns(); c++) {
        double gradient = probabilities.get(r, c) * (dProbabilities.get(r, c) - dot);
        store(dLogits, r, c, gradient, accumulate);
      }
    }
  }

  @Override
  public void crossEntropy(Matrix logits, int[] targets, Matrix losses, Matrix gradient) {
    check(logits, losses);
    Extents.columnOf("crossEntropy", logits, losses);
    Extents.count("crossEntropy", targets.length, logits);
    if (gradient != null) {
      check(gradient);
      Extents.same("crossEntropy", logits, gradient);
    }
    for (int r = 0; r < logits.rows(); r++) {
      int target = targets[r];
      Extents.id("crossEntropy", target, r, logits.columns());
      boolean padding = target == -1;
      double largest = padding ? 0 : largest(logits, r);
      double total = padding ? 0 : exponentialSum(logits, r, largest);
      losses.set(r, 0, padding ? 0 : Math.log(total) - (logits.get(r, target) - largest));
      for (int c = 0; gradient != null && c < logits.columns(); c++) {
        double probability = padding ? 0 : Math.exp(logits.get(r, c) - largest) / total;
        gradient.set(r, c, c == target ? probability - 1 : probability);
      }
    }
  }

  @Override
  public void argmaxRows(Matrix values, int[] columns) {
    check(values);
    Extents.count("argmaxRows", columns.length, values);
    for (int r = 0; r < values.rows(); r++) {
      int largest = 0;
      for (int c = 1; c < values.columns(); c++) {
        if (Double.compare(values.get(r, c), values.get(r, largest)) > 0) {
          largest = c;
        }
      }
      columns[r] = largest;
    }
  }

  @Override
  public void gatherRows(Matrix table, int[] ids, Matrix gathered) {
    check(table, gathered);
    Extents.sameColumns("gatherRows", table, gathered);
    Extents.count("gatherRows", ids.length, gathered);
    for (int r = 0; r < gathered.rows(); r++) {
      int id = ids[r];
      Extents.id("gatherRows", id, r, table.rows());
      for (int c = 0; c < gathered.columns(); c++) {
        gathered.set(r, c, id == -1 ? 0 : table.get(id, c));
      }
    }
  }

  @Override
  public void scatterAddRows(Matrix rows, int[] ids, Matrix table) {
    check(rows, table);
    Extents.sameColumns("scatterAddRows", rows, table);
    Extents.count("scatterAddRows", ids.length, rows);
    for (int r = 0; r < rows.rows(); r++) {
      int id = ids[r];
      Extents.id("scatterAddRows", id, r, table.rows());
      for (int c = 0; id != -1 && c < rows.columns(); c++) {
        store(table, id, c, rows.get(r, c), true);
      }
    }
  }

  @Override
  public AttentionKernels attention() {
    return attention;
  }

  private static void store(Matrix target, int row, int column, double value, boolean accumulate) {
    target.set(row, column, accumulate ? target.get(row, column) + value : value);
  }

  private static double rowSum(Matrix values, int row) {
    double sum = 0;
    for (int c = 0; c < values.columns(); c++) {
      sum += values.get(row, c);
    }
    return sum;
  }

  private static double dot(Matrix first, Matrix second, int row) {
    double sum = 0;
    for (int c = 0; c < first.columns(); c++) {
      sum += first.get(row, c) * second.get(row, c);
    }
    return sum;
  }

  private static double largest(Matrix values, int row) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < values.columns(); c++) {
      largest = Math.max(largest, values.get(row, c));
    }
    return largest;
  }

  private static double exponentialSum(Matrix values, int row, double largest) {
    double sum = 0;
    for (int c = 0; c < values.columns(); c++) {
      sum += Math.exp(values.get(row, c) - largest);
    }
    return sum;
  }

  private void check(Matrix window) {
    Extents.precision(precision, window.storage());
  }

  private void check(Matrix first, Matrix second) {
    check(first);
    check(second);
  }
}
