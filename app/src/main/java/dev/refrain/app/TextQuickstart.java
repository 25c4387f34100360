package dev.refrain.app;

import dev.refrain.data.TextFile;
import dev.refrain.decode.Sampling;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.ModelWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// The quickstart that learns to write like a text, and shows what it writes on the same prompt.
final class TextQuickstart {
  private static final int HIDDEN = 128;
  private static final double RATE = 5e-3;
  private static final int LONGEST_PROMPT = 24;
  private static final Sampling SAMPLING = Sampling.temperature(0.6);
  private static final int SAMPLE_LENGTH = 160;

  private final ProgressLine line;
  private final LanguageModel model;
  private final String prompt;

  private TextQuickstart(ProgressLine line, LanguageModel model, String prompt) {
    this.line = line;
    this.model = model;
    this.prompt = prompt;
  }

  /// Trains, and shows what came of it.
  ///
  /// @return the exit code
  static int run(QuickstartRun run, Path file) throws IOException {
    TextFile read = TextFile.read(file);
    read.cut().ifPresent(System.err::println);
    LanguageModelConfig config =
        LanguageModelConfig.defaults(TextLevel.CHARACTER)
            .withHidden(HIDDEN)
            .withEmbedding(32)
            .withBatch(16)
            .withValidation(0);
    Corpus corpus = Corpus.of(file.getFileName().toString(), read.text(), config);
    LanguageModel model = LanguageModel.create(config, corpus, Rng.seeded(QuickstartRun.SEED));
    try (ModelWriter writer =
            model.openWriter(
                run.out(),
                QuickstartRun.SEED,
                QuickstartRun.shards(),
                run.extra(),
                ModelWriter.IfExists.REPLACE);
        var line = new ProgressLine()) {
      var quickstart = new TextQuickstart(line, model, prompt(read.text()));
      quickstart.begin(
          "Learning %s, %,d characters, for %s."
              .formatted(file, corpus.training().tokens(), Progress.duration(run.seconds())));
      try (var view =
          new QuickstartView(line, run.seconds(), "characters", quickstart::showSample)) {
        return run.train(
            new LanguageTask(model, corpus),
            RATE,
            writer,
            view,
            () -> quickstart.conclude(run.folder()));
      }
    }
  }

  /// The first words of the text.
  private static String prompt(String text) {
    String first = text.strip().lines().findFirst().orElse("");
    if (first.length() <= LONGEST_PROMPT) {
      return first;
    }
    int end = first.lastIndexOf(' ', LONGEST_PROMPT);
    return end > 0 ? first.substring(0, end) : first.substring(0, LONGEST_PROMPT);
  }

  private void begin(String sentence) {
    line.print(sentence);
    line.print(
        "An LSTM of %,d parameters reads character by character and guesses the next one."
            .formatted(model.parameters().count()));
    line.print("Before it has read anything, it goes on from \"" + prompt + "\" like this:");
    showSample();
  }

  private void showSample(double elapsed, double loss) {
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

  private void conclude(String folder) {
    String command = "    " + Invocation.command() + " ";
    line.print("The model is in " + folder + ". What to try next:");
    line.print(command + "generate " + folder + " --prompt " + ShellWord.quoted(prompt));
    line.print(command + "suggest " + folder + "          (write together with it)");
    line.print(command + "train language --text YOUR-TEXT.txt --out my-model");
  }
}
