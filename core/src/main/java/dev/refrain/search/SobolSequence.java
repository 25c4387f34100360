package dev.refrain.search;

/// The sequence of Sobol (1967) in the order of Gray codes (Antonov & Saleev 1979), with the
/// direction numbers of Joe & Kuo (2008, `new-joe-kuo-6.21201`), which keep pairs of dimensions even
/// too. In every dimension each 2^k points that begin at a multiple of 2^k have one in each 2^k-th of
/// the interval, and a digital shift (Cranley & Patterson's, bit by bit) leaves that so.
final class SobolSequence {
  private static final int BITS = 32;

  /// Degree, coefficients of the primitive polynomial and the first direction numbers of each
  /// dimension behind the first, which is van der Corput's.
  private static final int[][] JOE_KUO = {
    {1, 0, 1},
    {2, 1, 1, 3},
    {3, 1, 1, 3, 1},
    {3, 2, 1, 1, 1},
    {4, 1, 1, 1, 3, 3},
    {4, 4, 1, 3, 5, 13},
    {5, 2, 1, 1, 5, 5, 17},
    {5, 4, 1, 1, 5, 5, 5},
    {5, 7, 1, 1, 7, 11, 19},
    {5, 11, 1, 1, 5, 1, 1},
    {5, 13, 1, 1, 1, 3, 11},
    {5, 14, 1, 3, 5, 5, 31},
    {6, 1, 1, 3, 3, 9, 7, 49},
    {6, 13, 1, 1, 1, 15, 21, 21},
    {6, 16, 1, 3, 1, 13, 27, 49},
    {6, 19, 1, 1, 1, 15, 7, 5},
    {6, 22, 1, 3, 1, 15, 13, 25},
    {6, 25, 1, 1, 5, 5, 19, 61},
    {7, 1, 1, 3, 7, 11, 23, 15, 103},
    {7, 4, 1, 3, 7, 13, 13, 15, 69},
    {7, 7, 1, 1, 3, 13, 7, 35, 63},
    {7, 8, 1, 3, 5, 9, 1, 25, 53},
    {7, 14, 1, 3, 1, 13, 9, 35, 107},
    {7, 19, 1, 3, 1, 5, 27, 61, 31},
    {7, 21, 1, 1, 5, 11, 19, 41, 61},
    {7, 28, 1, 3, 5, 3, 3, 13, 69},
    {7, 31, 1, 1, 7, 13, 1, 19, 1},
    {7, 32, 1, 3, 7, 5, 13, 19, 59},
    {7, 37, 1, 1, 3, 9, 25, 29, 41},
    {7, 41, 1, 3, 5, 13, 23, 1, 55},
    {7, 42, 1, 3, 7, 3, 13, 59, 17},
  };

  static final int MOST_DIMENSIONS = JOE_KUO.length + 1;

  private SobolSequence() {}

  /// A coordinate of a point.
  ///
  /// @param dimension from 0
  /// @param index of the point, from 0
  /// @param shift bits that are turned over in every point
  /// @return in `[0, 1)`
  static double shifted(int dimension, int index, int shift) {
    int[] directions = directions(dimension);
    int bits = shift;
    int gray = index ^ (index >>> 1);
    for (int bit = 0; gray != 0; bit++, gray >>>= 1) {
      if ((gray & 1) != 0) {
        bits ^= directions[bit];
      }
    }
    return Integer.toUnsignedLong(bits) * 0x1p-32;
  }

  /// The direction numbers as fractions of 2^32.
  private static int[] directions(int dimension) {
    int[] v = new int[BITS];
    if (dimension == 0) {
      for (int i = 0; i < BITS; i++) {
        v[i] = 1 << (BITS - 1 - i);
      }
      return v;
    }
    int[] row = JOE_KUO[dimension - 1];
    int degree = row[0];
    for (int i = 0; i < degree; i++) {
      v[i] = row[2 + i] << (BITS - 1 - i);
    }
    for (int i = degree; i < BITS; i++) {
      v[i] = v[i - degree] ^ (v[i - degree] >>> degree);
      for (int k = 1; k < degree; k++) {
        if ((row[1] >> (degree - 1 - k) & 1) != 0) {
          v[i] ^= v[i - k];
        }
      }
    }
    return v;
  }
}
