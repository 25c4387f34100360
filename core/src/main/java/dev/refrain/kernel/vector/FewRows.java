package dev.refrain.kernel.vector;

import dev.refrain.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/// Products of few rows, `product[M, N] (+)= left[M, K] · right[K, N]`, with a right operand that is
/// read where it lies: while a piece of it is in the first-level cache, all rows of the left operand
/// pass by. A single row passes but once, and then whatever is read from afar is read in long streams.
final class FewRows {
  /// How many numbers of the right operand: 24 kB.
  private static final int PIECE = 6 * 1024;

  private FewRows() {}

  /// The right operand's columns are contiguous: a weight `[N, K]`, transposed. Several rows go by tiles if the depth is whole vectors.
  static void byDots(
      float[] leftArray,
      Matrix left,
      float[] rightArray,
      Matrix right,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    int depth = left.columns();
    if (DotTiles.fit(left.rows(), depth)) {
      DotTiles.multiply(leftArray, left, rightArray, right, productArray, product, accumulate);
      return;
    }
    int stride = right.columnStride();
    int piece =
        left.rows() == 1 ? product.columns() : Math.max(4, PIECE / Math.max(1, depth) / 4 * 4);
    for (int column = 0; column < product.columns(); column += piece) {
      int columns = Math.min(piece, product.columns() - column);
      for (int m = 0; m < left.rows(); m++) {
        StepLoops.dots(
            leftArray,
            left.offset() + m * left.rowStride(),
            rightArray,
            right.offset() + column * stride,
            stride,
            depth,
            productArray,
            product.offset() + m * product.rowStride() + column,
            columns,
            accumulate);
      }
    }
  }

  /// The right operand's rows are contiguous: a weight `[K, N]`. It is read from the first number to the
  /// last, eight rows at a time; blocks of columns would meet the same few sets of the cache where N is
  /// a power of two.
  static void byRows(
      float[] leftArray,
      Matrix left,
      float[] rightArray,
      Matrix right,
      float[] productArray,
      Matrix product,
      boolean accumulate) {
    int depth = left.columns();
    int stride = right.rowStride();
    int eights = depth - depth % 8;
    for (int m = 0; m < left.rows(); m++) { // the rest, and the beginning of the sums
      StepLoops.mix(
          leftArray,
          left.offset() + m * left.rowStride() + eights,
          rightArray,
          right.offset() + eights * stride,
          stride,
          depth - eights,
          productArray,
          product.offset() + m * product.rowStride(),
          product.columns(),
          accumulate);
    }
    for (int k = 0; k < eights; k += 8) {
      int m = 0;
      for (; m + 2 <= left.rows(); m += 2) {
        addEightToTwo(
            leftArray,
            left.offset() + m * left.rowStride() + k,
            left.rowStride(),
            rightArray,
            right.offset() + k * stride,
            stride,
            productArray,
            product.offset() + m * product.rowStride(),
            product.rowStride(),
            product.columns());
      }
      if (m < left.rows()) {
        addEight(
            leftArray,
            left.offset() + m * left.rowStride() + k,
            rightArray,
            right.offset() + k * stride,
            stride,
            productArray,
            product.offset() + m * product.rowStride(),
            product.columns());
      }
    }
  }

  /// `sum` += Σ over eight rows of `weights[k] · rows[k]`.
  private static void addEight(
      float[] weights,
      int weight,
      float[] rows,
      int first,
      int stride,
      float[] sum,
      int to,
      int columns) {
    FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weights[weight]);
    FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 1]);
    FloatVector w2 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 2]);
    FloatVector w3 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 3]);
    FloatVector w4 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 4]);
    FloatVector w5 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 5]);
    FloatVector w6 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 6]);
    FloatVector w7 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 7]);
    int fifth = first + 4 * stride;
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      FloatVector total = FloatVector.fromArray(Lanes.SPECIES, sum, to + c);
      total = w0.fma(FloatVector.fromArray(Lanes.SPECIES, rows, first + c), total);
      total = w1.fma(FloatVector.fromArray(Lanes.SPECIES, rows, first + stride + c), total);
      total = w2.fma(FloatVector.fromArray(Lanes.SPECIES, rows, first + 2 * stride + c), total);
      total = w3.fma(FloatVector.fromArray(Lanes.SPECIES, rows, first + 3 * stride + c), total);
      total = w4.fma(FloatVector.fromArray(Lanes.SPECIES, rows, fifth + c), total);
      total = w5.fma(FloatVector.fromArray(Lanes.SPECIES, rows, fifth + stride + c), total);
      total = w6.fma(FloatVector.fromArray(Lanes.SPECIES, rows, fifth + 2 * stride + c), total);
      total = w7.fma(FloatVector.fromArray(Lanes.SPECIES, rows, fifth + 3 * stride + c), total);
      total.intoArray(sum, to + c);
    }
    addEightRest(weights, weight, rows, first, stride, sum, to, c, columns);
  }

  /// The same for two sums, which share what is read.
  private static void addEightToTwo(
      float[] weights,
      int weight,
      int weightStride,
      float[] rows,
      int first,
      int stride,
      float[] sum,
      int to,
      int sumStride,
      int columns) {
    int next = weight + weightStride;
    FloatVector w0 = FloatVector.broadcast(Lanes.SPECIES, weights[weight]);
    FloatVector v0 = FloatVector.broadcast(Lanes.SPECIES, weights[next]);
    FloatVector w1 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 1]);
    FloatVector v1 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 1]);
    FloatVector w2 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 2]);
    FloatVector v2 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 2]);
    FloatVector w3 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 3]);
    FloatVector v3 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 3]);
    FloatVector w4 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 4]);
    FloatVector v4 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 4]);
    FloatVector w5 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 5]);
    FloatVector v5 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 5]);
    FloatVector w6 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 6]);
    FloatVector v6 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 6]);
    FloatVector w7 = FloatVector.broadcast(Lanes.SPECIES, weights[weight + 7]);
    FloatVector v7 = FloatVector.broadcast(Lanes.SPECIES, weights[next + 7]);
    int fifth = first + 4 * stride;
    int c = 0;
    for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
      int at = to + c;
      int atNext = at + sumStride;
      FloatVector total = FloatVector.fromArray(Lanes.SPECIES, sum, at);
      FloatVector totalNext = FloatVector.fromArray(Lanes.SPECIES, sum, atNext);
      FloatVector r0 = FloatVector.fromArray(Lanes.SPECIES, rows, first + c);
      total = w0.fma(r0, total);
      totalNext = v0.fma(r0, totalNext);
      FloatVector r1 = FloatVector.fromArray(Lanes.SPECIES, rows, first + stride + c);
      total = w1.fma(r1, total);
      totalNext = v1.fma(r1, totalNext);
      FloatVector r2 = FloatVector.fromArray(Lanes.SPECIES, rows, first + 2 * stride + c);
      total = w2.fma(r2, total);
      totalNext = v2.fma(r2, totalNext);
      FloatVector r3 = FloatVector.fromArray(Lanes.SPECIES, rows, first + 3 * stride + c);
      total = w3.fma(r3, total);
      totalNext = v3.fma(r3, totalNext);
      FloatVector r4 = FloatVector.fromArray(Lanes.SPECIES, rows, fifth + c);
      total = w4.fma(r4, total);
      totalNext = v4.fma(r4, totalNext);
      FloatVector r5 = FloatVector.fromArray(Lanes.SPECIES, rows, fifth + stride + c);
      total = w5.fma(r5, total);
      totalNext = v5.fma(r5, totalNext);
      FloatVector r6 = FloatVector.fromArray(Lanes.SPECIES, rows, fifth + 2 * stride + c);
      total = w6.fma(r6, total);
      totalNext = v6.fma(r6, totalNext);
      FloatVector r7 = FloatVector.fromArray(Lanes.SPECIES, rows, fifth + 3 * stride + c);
      total = w7.fma(r7, total);
      totalNext = v7.fma(r7, totalNext);
      total.intoArray(sum, at);
      totalNext.intoArray(sum, atNext);
    }
    for (int m = 0; m < 2; m++) {
      addEightRest(
          weights,
          weight + m * weightStride,
          rows,
          first,
          stride,
          sum,
          to + m * sumStride,
          c,
          columns);
    }
  }

  /// In the columns that are no whole vector.
  private static void addEightRest(
      float[] weights,
      int weight,
      float[] rows,
      int first,
      int stride,
      float[] sum,
      int to,
      int from,
      int columns) {
    for (int c = from; c < columns; c++) {
      float rest = sum[to + c];
      for (int k = 0; k < 8; k++) {
        rest = Math.fma(weights[weight + k], rows[first + k * stride + c], rest);
      }
      sum[to + c] = rest;
    }
  }
}
