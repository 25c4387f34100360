package dev.refrain.bench.peer;

import dev.refrain.bench.Contender;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;

/// Training steps of a libtorch model, as one side of a comparison.
///
/// @param <B> what a step learns
public final class TorchSpeed<B> implements Contender {

  /// How a contender runs.
  ///
  /// @param name as it is to stand in the table
  /// @param threads of libtorch; the setting is the process's, and is renewed before every run
  /// @param steps in a run
  /// @param workPerStep in the comparison's unit
  public record Run(String name, int threads, int steps, long workPerStep) {}

  private final Run run;
  private final List<B> batches;
  private final Consumer<B> step;
  private final Runnable close;
  private int next;

  /// @param batches to learn in turn
  /// @param step learns one, forward to optimizer
  /// @param close the model
  public TorchSpeed(Run run, List<B> batches, Consumer<B> step, Runnable close) {
    this.run = run;
    this.batches = List.copyOf(batches);
    this.step = step;
    this.close = close;
  }

  @Override
  public String name() {
    return run.name();
  }

  @Override
  public double runOnce() {
    torch.set_num_threads(run.threads());
    long from = System.nanoTime();
    for (int i = 0; i < run.steps(); i++) {
      step.accept(batches.get(next));
      next = (next + 1) % batches.size();
    }
    return (System.nanoTime() - from) * 1e-9;
  }

  @Override
  public long workPerRun() {
    return run.steps() * run.workPerStep();
  }

  @Override
  public void close() {
    close.run();
  }
}
