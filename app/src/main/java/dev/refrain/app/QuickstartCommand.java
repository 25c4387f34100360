package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.TextFile;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleConfig;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.CheckpointPlan;
import dev.refrain.train.ModelFolder;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.TrainResult;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows in a minute what this is: learns a text that comes with the application.
@Command(
    name = "quickstart",
    description = {
      "Trains a small model by character on a built-in text for about a minute,",
      "and shows how what it writes gets better."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  refrain quickstart",
      "  refrain quickstart --text moby-dick.txt --seconds 120 --out moby"
    })
final class QuickstartCommand implements Callable<Integer> {
  /// By this mark in `model.json` the command knows its own folders again.
  private static final String MARK = "quickstart";

  private static final String BUILT_IN = "quickstart.txt";
  private static final long SEED = 1;
  private static final int HIDDEN = 128;
  private static final double RATE = 5e-3;
  private static final double LONGEST_GRADIENT = 1;
  private static final int LONGEST_PROMPT = 24;

  /// More than any time allows: the clock ends the run.
  private static final int EPOCHS = 1_000_000;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "A text of your own instead of the built-in one.")
  private Path text;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "45",
      description = "How long to train. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "refrain-quickstart",
      description =
          "The folder for the model; one of an earlier quickstart is replaced."
              + " Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (!(seconds > 0 && seconds <= 86_400)) {
      throw new WrongUsage("--seconds is " + seconds + ", it must be above 0 and at most 86400");
    }
    refuseOthersFolder();
    String learned = text == null ? builtIn() : read(text);
    String name = text == null ? BUILT_IN : text.getFileName().toString();
    LanguageModelConfig config =
        LanguageModelConfig.defaults(TextLevel.CHARACTER)
            .withHidden(HIDDEN)
            .withEmbedding(32)
            .withBatch(16)
            .withValidation(0);
    Corpus corpus = Corpus.of(name, learned, config);
    LanguageModel model = LanguageModel.create(config, corpus, Rng.seeded(SEED));
    try (ModelWriter writer = writer(model);
        var view = new QuickstartView(model, prompt(learned), seconds)) {
      view.begin(
          "Learning %s, %,d characters, for %s."
              .formatted(
                  text == null ? "the built-in text" : text,
                  corpus.training().tokens(),
                  Progress.duration(seconds)));
      Trainer trainer =
          Trainer.of(new LanguageTask(model, corpus))
              .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW).withRate(RATE))
              .schedule(ScheduleConfig.constant().withWarmUp(20))
              .clipNorm(LONGEST_GRADIENT)
              .epochs(EPOCHS)
              .seconds(seconds)
              .checkpoints(writer, CheckpointPlan.standard());
      trainer.listener(view);
      try (var interrupts = Interrupts.call(trainer::requestStop)) {
        TrainResult result = trainer.run();
        view.conclude(ShellWord.quoted(out.toString()));
        return result.interrupted() ? interrupts.exitCode() : ExitCode.DONE;
      }
    }
  }

  private void refuseOthersFolder() throws IOException {
    if (Files.exists(out.resolve("model.json"))
        && !ModelFolder.open(out).manifest().extra().path(MARK).asBoolean()) {
      throw new CommandFailed(
          out + " holds a model that quickstart did not make; choose another folder with --out");
    }
  }

  private static String read(Path file) {
    TextFile read = TextFile.read(file);
    read.cut().ifPresent(System.err::println);
    return read.text();
  }

  private static String builtIn() throws IOException {
    try (InputStream file = QuickstartCommand.class.getResourceAsStream(BUILT_IN)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private ModelWriter writer(LanguageModel model) throws IOException {
    ObjectNode extra = JsonLines.object().put(MARK, true);
    int shards = Runtime.getRuntime().availableProcessors();
    return model.openWriter(out, SEED, shards, extra, ModelWriter.IfExists.REPLACE);
  }

  /// The first words of the text.
  private static String prompt(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    if (line.length() <= LONGEST_PROMPT) {
      return line;
    }
    int end = line.lastIndexOf(' ', LONGEST_PROMPT);
    return end > 0 ? line.substring(0, end) : line.substring(0, LONGEST_PROMPT);
  }
}
