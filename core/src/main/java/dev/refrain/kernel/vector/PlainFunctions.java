package dev.refrain.kernel.vector;

/// The functions that [Transcendentals] writes out, in plain Java: the same operations in the same
/// order, so the same bits.
final class PlainFunctions {
  private PlainFunctions() {}

  static float exp(float a) {
    float x = clamp(a, Transcendentals.EXP_LOWEST, Transcendentals.EXP_HIGHEST);
    float shifted = Math.fma(x, Transcendentals.HALF_LOG2_E, Transcendentals.ROUNDING);
    float n = shifted - Transcendentals.ROUNDING;
    x = Math.fma(n, -Transcendentals.TWO_LN2_HIGH, x);
    x = Math.fma(n, -Transcendentals.TWO_LN2_LOW, x);
    float power =
        Float.intBitsToFloat(
            (Float.floatToRawIntBits(shifted) << Transcendentals.EXPONENT_SHIFT)
                + Transcendentals.ONE_BITS);
    return polynomial(x, Transcendentals.EXP) * power * power;
  }

  static float sigmoid(float a) {
    return 1 / (exp(-a) + 1);
  }

  static float tanh(float a) {
    float x = clamp(a, -Transcendentals.TANH_HIGHEST, Transcendentals.TANH_HIGHEST);
    float square = x * x;
    return polynomial(square, Transcendentals.TANH_NUMERATOR)
        * x
        / polynomial(square, Transcendentals.TANH_DENOMINATOR);
  }

  static float log(float a) {
    boolean subnormal = a < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? a * Transcendentals.SUBNORMAL_SCALE : a);
    int power = (bits - Transcendentals.SQRT_HALF_BITS) >> Transcendentals.EXPONENT_SHIFT;
    float x = Float.intBitsToFloat(bits - (power << Transcendentals.EXPONENT_SHIFT)) - 1;
    float exponent =
        Float.intBitsToFloat(power + Float.floatToRawIntBits(Transcendentals.ROUNDING))
            - Transcendentals.ROUNDING;
    if (subnormal) {
      exponent += -Transcendentals.EXPONENT_SHIFT;
    }
    float square = x * x;
    float sum =
        Math.fma(
            exponent,
            Transcendentals.TWO_LN2_LOW / 2,
            polynomial(x, Transcendentals.LOG) * x * square);
    sum = Math.fma(square, -0.5f, sum) + x;
    sum = Math.fma(exponent, Transcendentals.TWO_LN2_HIGH / 2, sum);
    if (a == Float.POSITIVE_INFINITY) {
      return a;
    }
    return a > 0 ? sum : a == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  private static float clamp(float a, float lowest, float highest) {
    float x = a > highest ? highest : a;
    return x < lowest ? lowest : x;
  }

  private static float polynomial(float x, float[] coefficients) {
    float sum = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }
}
