package dev.refrain.nn.init;

import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;

/// Random orthonormal rows or columns, whichever are fewer, times a gain. The rows of a matrix of
/// normal numbers are made orthonormal by the modified Gram–Schmidt process in double precision;
/// as that keeps every projection positive, the result is drawn evenly from all orthogonal
/// matrices (Mezzadri 2007).
record Orthogonal(double gain) implements Initializer {

  @Override
  public void fill(Tensor parameter, Rng rng) {
    int rows = parameter.shape().rows();
    int columns = parameter.shape().columns();
    double[][] basis = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (double[] vector : basis) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = rng.nextGaussian();
      }
    }
    for (int i = 0; i < basis.length; i++) {
      scale(basis[i], 1 / Math.sqrt(dot(basis[i], basis[i])));
      for (int j = i + 1; j < basis.length; j++) {
        subtract(basis[j], dot(basis[j], basis[i]), basis[i]);
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        parameter.set(r * columns + c, gain * (rows <= columns ? basis[r][c] : basis[c][r]));
      }
    }
  }

  /// Four sums at once, so that additions need not wait for one another.
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  private static void subtract(double[] vector, double factor, double[] other) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= factor * other[i];
    }
  }
}
