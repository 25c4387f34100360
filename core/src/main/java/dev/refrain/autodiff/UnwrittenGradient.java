package dev.refrain.autodiff;

import dev.refrain.tensor.Tensor;

/// A gradient that is known but not written out, because it is made of so little that using the
/// parts costs less than writing, and reading, as many numbers as the parameter has. It lives as
/// long as its tape, on the thread of the tape.
public sealed interface UnwrittenGradient permits WaitingProducts, WaitingRows {

  /// The sum of the squares of the gradient's elements, up to rounding; not finite if one of the
  /// parts is not.
  double sumOfSquares();

  /// `target += factor · gradient`.
  ///
  /// @param target of the parameter's shape
  void addTo(Tensor target, double factor);
}
