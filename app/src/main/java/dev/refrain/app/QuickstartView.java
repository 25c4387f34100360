package dev.refrain.app;

import dev.refrain.decode.Sampling;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.TrainEvent;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainListener;
import java.util.Locale;

/// Shows a quickstart: a progress bar by the clock, and at several moments what the model writes on
/// the same prompt.
final class QuickstartView implements TrainListener, AutoCloseable {
  /// The parts of the time after which a sample is shown: close together at first, when most is
  /// learned.
  private static final double[] MOMENTS = {0.1, 0.25, 0.5, 1};

  private static final Sampling SAMPLING = Sampling.temperature(0.6);
  private static final int SAMPLE_LENGTH = 160;
  private static final double SMOOTHING = 0.95;

  private final ProgressLine line = new ProgressLine();
  private final LanguageModel model;
  private final String prompt;
  private final double seconds;
  private long startNanos;
  private int moment;
  private double loss = Double.NaN;
  private double rate = Double.NaN;

  QuickstartView(LanguageModel model, String prompt, double seconds) {
    this.model = model;
    this.prompt = prompt;
    this.seconds = seconds;
  }

  void begin(String sentence) {
    line.print(sentence);
    line.print(
        "An LSTM of %,d parameters reads character by character and guesses the next one."
            .formatted(model.parameters().count()));
    line.print("Before it has read anything, it goes on from \"" + prompt + "\" like this:");
    showSample();
    startNanos = System.nanoTime();
  }

  @Override
  public void on(TrainEvent event) {
    if (!(event instanceof StepDone step)) {
      return;
    }
    double elapsed = (System.nanoTime() - startNanos) * 1e-9;
    loss = smoothed(loss, step.loss());
    rate = smoothed(rate, step.unitsPerSecond());
    if (moment < MOMENTS.length - 1 && elapsed >= MOMENTS[moment] * seconds) {
      moment++;
      showSample(elapsed);
    }
    double left = Math.max(0, seconds - elapsed);
    line.show(
        new Progress("learning", Math.min(1, elapsed / seconds), rate, "characters", loss, left));
  }

  private static double smoothed(double past, double now) {
    return Double.isNaN(past) ? now : SMOOTHING * past + (1 - SMOOTHING) * now;
  }

  private void showSample(double elapsed) {
    line.print(
        String.format(
            Locale.ROOT,
            "After %s, loss %.2f (it hesitates between %.0f characters):",
            Progress.duration(elapsed),
            loss,
            Math.exp(loss)));
    showSample();
  }

  private void showSample() {
    String sample = prompt + model.generate(prompt, SAMPLING, SAMPLE_LENGTH, Rng.seeded(3));
    line.print("    " + sample.strip().replaceAll("\\R+", "\n    ") + System.lineSeparator());
  }

  /// The last sample, and what to do next.
  void conclude(String folder) {
    showSample((System.nanoTime() - startNanos) * 1e-9);
    String command = "    " + Invocation.command() + " ";
    line.print("The model is in " + folder + ". What to try next:");
    line.print(command + "generate " + folder + " --prompt " + ShellWord.quoted(prompt));
    line.print(command + "suggest " + folder + "          (write together with it)");
    line.print(command + "train language --text YOUR-TEXT.txt --out my-model");
  }

  @Override
  public void close() {
    line.close();
  }
}
