package dev.refrain.bench.peer;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/// Training steps by Adam, with clipping by the global norm.
final class AdamSteps implements AutoCloseable {
  private final TorchWeights weights;
  private final FusedAdam optimizer;
  private final double clip;

  /// @param rate of Adam
  /// @param clip largest global norm of the gradient
  AdamSteps(TorchWeights weights, double rate, double clip) {
    this.weights = weights;
    this.clip = clip;
    optimizer = new FusedAdam(weights.learned(), rate);
  }

  /// One step.
  ///
  /// @param loss computes the loss; whatever it makes is given back afterwards
  /// @return the loss before the step
  double step(Supplier<Tensor> loss) {
    try (var _ = new PointerScope()) {
      Tensor before = loss.get();
      weights.backward(before);
      weights.clip(clip);
      optimizer.step();
      return before.item_float();
    }
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
