package dev.refrain.kernel.vector;

import java.lang.classfile.CodeBuilder;

/// Writes tanh, sigmoid, exp and log out as primitive vector operations, so that a pointwise loop
/// contains no call.
///
/// Relative errors are below 1e-6 over the whole range of float, with NaN, infinities and signed
/// zeros as in [Math]. Results of exp too small for a normal number round gradually; those of
/// sigmoid below 3e-39 become zero. Ranges are clamped by comparison, which lets NaN pass.
final class Transcendentals {
  /// 1.5 · 2²³: added to a small number it leaves the number, rounded, in the low bits.
  static final float ROUNDING = 0x1.8p23f;

  // e^x = 2^2n · e^r with n = round(x / 2 ln 2). Halving the power of two keeps 2^n a normal number
  // over the whole range, so overflow and gradual underflow come by themselves from two products.
  static final float EXP_LOWEST = -104;
  static final float EXP_HIGHEST = 89;
  static final float HALF_LOG2_E = 0.7213475f;
  static final float TWO_LN2_HIGH = 0x1.63p0f;
  static final float TWO_LN2_LOW = 2 * -2.1219444e-4f;
  static final int EXPONENT_SHIFT = 23;
  static final int ONE_BITS = 0x3F800000;

  // e^r = 1 + c₁ r + … + c₆ r⁶ for |r| ≤ ln 2, fitted by Lawson's iteration, error 2.6e-7.
  static final float[] EXP = {
    1, 1.0000017f, 0.49999633f, 0.16663226f, 0.04168849f, 0.00849177f, 0.00136963f
  };

  // tanh x = x · p(x²) / q(x²) for |x| ≤ 7.75, where it is 1 within half the tolerance; fitted by
  // Lawson's iteration on the linearized quotient, error 1.1e-7.
  static final float TANH_HIGHEST = 7.75f;
  static final float[] TANH_NUMERATOR = {0.9999999f, 0.12947446f, 0.0029745856f, 1.1687846e-5f};
  static final float[] TANH_DENOMINATOR = {
    1, 0.46280688f, 0.023911482f, 2.4202594e-4f, 2.543217e-7f
  };

  // log x = e · ln 2 + log m with m in [√½, √2); the polynomial of Cephes' logf (Moshier 1992).
  static final int SQRT_HALF_BITS = 0x3F3504F3;
  static final float SUBNORMAL_SCALE = 0x1p23f;
  static final float[] LOG = {
    0.3333333f,
    -0.24999994f,
    0.20000714f,
    -0.16668057f,
    0.14249323f,
    -0.12420141f,
    0.116769984f,
    -0.1151461f,
    0.070376836f
  };

  private final VectorCode vector;
  private final CodeBuilder code;
  private final int x;
  private final int y;
  private final int z;

  Transcendentals(VectorCode vector) {
    this.vector = vector;
    code = vector.code;
    x = vector.reference();
    y = vector.reference();
    z = vector.reference();
  }

  /// `… a → … e^a`
  void exp() {
    clamp(EXP_LOWEST, EXP_HIGHEST);
    code.astore(x).aload(x);
    vector.constant(HALF_LOG2_E).constant(ROUNDING).multiplyAdd();
    code.astore(y).aload(y);
    vector.constant(ROUNDING).binary("sub");
    code.astore(z).aload(z);
    vector.constant(-TWO_LN2_HIGH);
    code.aload(x);
    vector.multiplyAdd();
    code.astore(x).aload(z);
    vector.constant(-TWO_LN2_LOW);
    code.aload(x);
    vector.multiplyAdd();
    code.astore(x).aload(y);
    vector.bits().integer("LSHL", EXPONENT_SHIFT).integer("ADD", ONE_BITS).floats();
    code.astore(y);
    polynomial(x, EXP);
    code.aload(y);
    vector.binary("mul");
    code.aload(y);
    vector.binary("mul");
  }

  /// `… a → … 1 / (1 + e^−a)`
  void sigmoid() {
    vector.unary("neg");
    exp();
    vector.constant(1).binary("add");
    code.astore(x);
    vector.constant(1);
    code.aload(x);
    vector.binary("div");
  }

  /// `… a → … tanh a`
  void tanh() {
    clamp(-TANH_HIGHEST, TANH_HIGHEST);
    code.astore(x).aload(x).aload(x);
    vector.binary("mul");
    code.astore(y);
    polynomial(y, TANH_NUMERATOR);
    code.aload(x);
    vector.binary("mul");
    polynomial(y, TANH_DENOMINATOR);
    vector.binary("div");
  }

  /// `… a → … log a`
  void log() {
    int argument = vector.reference();
    int exponent = vector.reference();
    code.astore(argument).aload(argument);
    // Subnormal numbers are scaled up to normal ones, which the exponent makes good.
    code.aload(argument);
    vector.constant(SUBNORMAL_SCALE).binary("mul");
    code.aload(argument);
    vector.compare("LT", Float.MIN_NORMAL).blend().bits();
    code.astore(x).aload(x);
    vector.integer("ADD", -SQRT_HALF_BITS).integer("ASHR", EXPONENT_SHIFT);
    code.astore(y).aload(x).aload(y);
    vector.integer("LSHL", EXPONENT_SHIFT).integerSubtract().floats();
    vector.constant(1).binary("sub");
    code.astore(x).aload(y);
    vector.integer("ADD", Float.floatToRawIntBits(ROUNDING)).floats();
    vector.constant(ROUNDING).binary("sub");
    code.astore(exponent).aload(exponent).aload(exponent);
    vector.constant(-EXPONENT_SHIFT).binary("add");
    code.aload(argument);
    vector.compare("LT", Float.MIN_NORMAL).blend();
    code.astore(exponent);
    // z · (z² · p(z)) + e · low − ½ z² + z + e · high, from small to large.
    code.aload(x).aload(x);
    vector.binary("mul");
    code.astore(y).aload(exponent);
    vector.constant(TWO_LN2_LOW / 2);
    polynomial(x, LOG);
    code.aload(x);
    vector.binary("mul");
    code.aload(y);
    vector.binary("mul").multiplyAdd();
    code.astore(z).aload(y);
    vector.constant(-0.5f);
    code.aload(z);
    vector.multiplyAdd();
    code.aload(x);
    vector.binary("add");
    code.astore(z).aload(exponent);
    vector.constant(TWO_LN2_HIGH / 2);
    code.aload(z);
    vector.multiplyAdd();
    code.astore(z);
    vector.constant(Float.NaN);
    code.aload(z).aload(argument);
    vector.compare("GT", 0).blend();
    replaceWhereEqual(argument, 0, Float.NEGATIVE_INFINITY);
    replaceWhereEqual(argument, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
  }

  /// `… a → … replacement` where the argument equals the number, else a
  private void replaceWhereEqual(int argument, float number, float replacement) {
    vector.constant(replacement);
    code.aload(argument);
    vector.compare("EQ", number).blend();
  }

  /// `… a → … a` within the bounds, or NaN
  private void clamp(float lowest, float highest) {
    code.astore(x).aload(x);
    vector.constant(highest);
    code.aload(x);
    vector.compare("GT", highest).blend();
    vector.constant(lowest);
    code.aload(x);
    vector.compare("LT", lowest).blend();
  }

  /// `… → … c₀ + c₁ v + c₂ v² + …` by Horner's rule
  private void polynomial(int variable, float[] coefficients) {
    vector.constant(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      code.aload(variable);
      vector.constant(coefficients[i]).multiplyAdd();
    }
  }
}
