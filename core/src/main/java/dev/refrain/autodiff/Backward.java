package dev.refrain.autodiff;

/// The way back of one operation: adds to the gradients of its inputs what the gradient of its
/// result brings. Called once, in the reverse order of recording, and only when that gradient
/// exists.
@FunctionalInterface
public interface Backward {
  /// Runs the way back; the operation captured its inputs and result when it was recorded.
  void run();
}
