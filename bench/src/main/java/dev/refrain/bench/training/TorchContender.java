package dev.refrain.bench.training;

import dev.refrain.bench.race.Contender;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.global.torch;

/// Training steps of a libtorch model.
///
/// @param <B> what a step learns
public final class TorchContender<B> implements Contender {
  private final long learned;
  private final List<B> batches;
  private final ToDoubleFunction<B> step;
  private int next;

  /// @param threads of libtorch
  /// @param learned how many numbers the model learns
  /// @param batches to learn in turn
  /// @param step learns one, forward to optimizer, and says the loss before it
  public TorchContender(int threads, long learned, List<B> batches, ToDoubleFunction<B> step) {
    torch.set_num_threads(threads);
    this.learned = learned;
    this.batches = List.copyOf(batches);
    this.step = step;
  }

  @Override
  public Map<String, Double> figures() {
    return StepLosses.figures(learned, this::step);
  }

  private double step() {
    B batch = batches.get(next);
    next = (next + 1) % batches.size();
    return step.applyAsDouble(batch);
  }

  @Override
  public void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }
}
