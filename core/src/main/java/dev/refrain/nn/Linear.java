package dev.refrain.nn;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.init.Initializer;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// The linear map `y[.., N] = x[.., K] · weight[N, K]ᵀ + bias[N]`.
///
/// @param weight `[N, K]`; may be another layer's, for example an embedding's
/// @param bias `[N]`, or null for none
public record Linear(Tensor weight, Tensor bias) {

  /// Makes the parameters `weight` and, if `biased`, `bias`, which starts at zero.
  public static Linear create(
      Parameters.Scope scope, int in, int out, boolean biased, Initializer init) {
    Tensor weight = scope.parameter("weight", Shape.of(out, in), init);
    Tensor bias = biased ? scope.parameter("bias", Shape.of(out), Initializers.zeros()) : null;
    return new Linear(weight, bias);
  }

  /// From `x[.., K]` to `[.., N]`.
  public Value apply(Value x) {
    Value w = x.tape().parameter(weight);
    return bias == null ? x.linear(w) : x.linear(w, x.tape().parameter(bias));
  }

  /// Binds the layer to a row and its result, to be run step by step outside of training.
  ///
  /// @param x `[K]`, read at each run
  /// @param y `[N]`, written at each run
  /// @throws IllegalArgumentException if a size does not fit
  public LinearCall prepare(PackedWeights packed, Tensor x, Tensor y) {
    return new LinearCall(this, packed, x, y);
  }
}
