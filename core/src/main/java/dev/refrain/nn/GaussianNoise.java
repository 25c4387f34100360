package dev.refrain.nn;

import dev.refrain.autodiff.Value;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;

/// Noise on what a network reads (Sietsma & Dow 1991; as a regularizer, Bishop 1995): in training
/// every element gets a draw from the normal distribution of mean 0 added. Off on an evaluating tape.
/// Draws come from the tape's random numbers; the gradient passes unchanged.
public final class GaussianNoise {
  private GaussianNoise() {}

  /// Adds noise.
  ///
  /// @param deviation of the noise, in the units of x
  /// @throws IllegalArgumentException if the deviation is negative or not finite
  public static Value apply(Value x, double deviation) {
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the noise's deviation is " + deviation + ", it must be 0 or more");
    }
    if (deviation == 0 || !x.tape().training()) {
      return x;
    }
    Tensor noise = x.tape().allocate(x.shape());
    x.tape().kernels().gaussianNoise(x.tape().rng().nextLong(), deviation, Matrix.of(noise));
    return x.plus(x.tape().constant(noise));
  }
}
