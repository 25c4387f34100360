package dev.refrain.bench.peer;

import dev.refrain.bench.Contender;
import dev.refrain.data.IdBatch;
import dev.refrain.data.Windows;
import org.bytedeco.pytorch.global.torch;

/// Training steps of the libtorch model on random characters, as one side of a comparison.
public final class TorchSpeed implements Contender {
  private static final double RATE = 1e-3;
  private static final double CLIP = 5;
  private static final long SEED = 1;
  private static final int BATCHES = 16;

  private final SpeedCase speedCase;
  private final int threads;
  private final int stepsPerRun;
  private final TorchLanguageModel model;
  private final IdBatch[] batches = new IdBatch[BATCHES];
  private int next;

  /// A model and its batches, ready to run.
  ///
  /// @param threads of libtorch; the setting is the process's, and is renewed before every run
  public TorchSpeed(SpeedCase speedCase, int threads, int stepsPerRun) {
    this.speedCase = speedCase;
    this.threads = threads;
    this.stepsPerRun = stepsPerRun;
    torch.set_num_threads(threads);
    model =
        new TorchLanguageModel(
            speedCase.shape(),
            new TorchLanguageModel.Training(RATE, CLIP, SEED),
            speedCase.batch());
    Windows text = speedCase.randomText(BATCHES);
    for (int i = 0; i < BATCHES; i++) {
      batches[i] = new IdBatch();
      text.fill(i, 0, speedCase.batch(), batches[i]);
    }
  }

  /// One step of training, forward to optimizer.
  ///
  /// @return the seconds that it took
  public double step() {
    IdBatch batch = batches[next];
    next = (next + 1) % BATCHES;
    long from = System.nanoTime();
    model.step(batch);
    return (System.nanoTime() - from) * 1e-9;
  }

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public double runOnce() {
    torch.set_num_threads(threads);
    double seconds = 0;
    for (int i = 0; i < stepsPerRun; i++) {
      seconds += step();
    }
    return seconds;
  }

  @Override
  public long workPerRun() {
    return (long) stepsPerRun * speedCase.charactersPerStep();
  }

  @Override
  public void close() {
    model.close();
  }
}
