package dev.refrain.kernel.vector;

import java.util.Arrays;

/// The loops over rows in plain Java, for as long as [VectorRows] is not compiled. Sums have a
/// partial sum for each lane of a vector, added up as [LaneSums] does.
final class PlainRows implements RowLoops {

  @Override
  public float largest(float[] row, int offset, int columns) {
    float[] lanes = new float[Lanes.COUNT];
    Arrays.fill(lanes, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < columns; c++) {
      int lane = c % Lanes.COUNT;
      if (row[offset + c] > lanes[lane]) {
        lanes[lane] = row[offset + c];
      }
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (float lane : lanes) {
      largest = Math.max(largest, lane);
    }
    return largest;
  }

  @Override
  public float exponentials(
      float[] source, int from, float[] target, int to, int columns, float shift) {
    float[] lanes = new float[Lanes.COUNT];
    for (int c = 0; c < columns; c++) {
      float result = PlainFunctions.exp(source[from + c] - shift);
      lanes[c % Lanes.COUNT] += result;
      if (target != null) {
        target[to + c] = result;
      }
    }
    return LaneSums.of(lanes);
  }

  @Override
  public void scale(float[] source, int from, float[] target, int to, int columns, float factor) {
    for (int c = 0; c < columns; c++) {
      target[to + c] = source[from + c] * factor;
    }
  }

  @Override
  public void add(float[] source, int from, float[] target, int to, int columns) {
    for (int c = 0; c < columns; c++) {
      target[to + c] += source[from + c];
    }
  }

  @Override
  public void addFour(float[] source, int from, int stride, float[] target, int to, int columns) {
    for (int c = 0; c < columns; c++) {
      int at = from + c;
      float upper = source[at] + source[at + stride];
      float lower = source[at + 2 * stride] + source[at + 3 * stride];
      target[to + c] += upper + lower;
    }
  }

  @Override
  public double sum(float[] row, int offset, int columns) {
    int pair = 2 * LaneSums.DOUBLES.length();
    int whole = columns - columns % pair;
    double[] lanes = new double[pair];
    for (int c = 0; c < whole; c++) {
      lanes[c % pair] += row[offset + c];
    }
    double sum = LaneSums.of(lanes);
    for (int c = whole; c < columns; c++) {
      sum += row[offset + c];
    }
    return sum;
  }

  @Override
  public double sumOfSquares(float[] row, int offset, int columns) {
    int pair = 2 * LaneSums.DOUBLES.length();
    int whole = columns - columns % pair;
    double[] lanes = new double[pair];
    for (int c = 0; c < whole; c++) {
      double element = row[offset + c];
      lanes[c % pair] = Math.fma(element, element, lanes[c % pair]);
    }
    double sum = LaneSums.of(lanes);
    for (int c = whole; c < columns; c++) {
      sum += (double) row[offset + c] * row[offset + c];
    }
    return sum;
  }
}
