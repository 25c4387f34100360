package dev.refrain.app;

import dev.refrain.train.TrainEvent;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainListener;

/// Shows a quickstart: a progress bar by the clock, and at several moments a sample of what the
/// model can do.
final class QuickstartView implements TrainListener, AutoCloseable {
  /// The parts of the time after which a sample is shown, but for the last, which is shown at the
  /// end: close together at first, when most is learned.
  private static final double[] MOMENTS = {0.1, 0.25, 0.5};

  private static final double SMOOTHING = 0.95;

  private final ProgressLine line;
  private final double seconds;
  private final String unit;
  private final Sample sample;
  private final long startNanos = System.nanoTime();
  private int moment;
  private double loss = Double.NaN;
  private double rate = Double.NaN;

  /// Prints what the model can do now.
  interface Sample {
    /// Prints it.
    ///
    /// @param elapsed seconds
    /// @param loss of the last steps
    void show(double elapsed, double loss);
  }

  /// @param unit what the model predicts: `characters`
  QuickstartView(ProgressLine line, double seconds, String unit, Sample sample) {
    this.line = line;
    this.seconds = seconds;
    this.unit = unit;
    this.sample = sample;
  }

  @Override
  public void on(TrainEvent event) {
    if (!(event instanceof StepDone step)) {
      return;
    }
    loss = smoothed(loss, step.loss());
    rate = smoothed(rate, step.unitsPerSecond());
    if (moment < MOMENTS.length && elapsed() >= MOMENTS[moment] * seconds) {
      moment++;
      showSample();
    }
    double elapsed = elapsed();
    double left = Math.max(0, seconds - elapsed);
    line.show(new Progress("learning", Math.min(1, elapsed / seconds), rate, unit, loss, left));
  }

  /// Shows what the model can do, if it has learned anything yet.
  void showSample() {
    if (!Double.isNaN(loss)) {
      sample.show(elapsed(), loss);
    }
  }

  private double elapsed() {
    return (System.nanoTime() - startNanos) * 1e-9;
  }

  private static double smoothed(double past, double now) {
    return Double.isNaN(past) ? now : SMOOTHING * past + (1 - SMOOTHING) * now;
  }

  @Override
  public void close() {
    line.close();
  }
}
