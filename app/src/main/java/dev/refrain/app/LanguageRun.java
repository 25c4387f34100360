package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.TextFile;
import dev.refrain.data.Windows;
import dev.refrain.decode.Sampling;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.EventJson;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.TrainListener;
import dev.refrain.train.TrainResult;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/// One run of `train language`, from reading the text to the last line.
final class LanguageRun {
  /// Where the configuration of the run stands in `model.json`, beside that of the model.
  static final String TRAINING = "training";

  private static final int SAMPLE_CHARACTERS = 200;
  private static final int SAMPLE_WORDS = 40;

  private final LanguageTraining training;
  private final RunOptions options;
  private final LanguageTraining saved;

  /// @param saved what the folder says, of a run that is resumed; else the same as `training`
  LanguageRun(LanguageTraining training, LanguageTraining saved, RunOptions options) {
    this.training = training;
    this.saved = saved;
    this.options = options;
  }

  /// Trains a new model.
  ///
  /// @return the exit code
  int begin() throws IOException {
    Corpus corpus = readText();
    LanguageModel model =
        LanguageModel.create(training.model(), corpus, Rng.seeded(training.seed()));
    checkSample(model);
    try (ModelWriter writer = newFolder(model)) {
      return train(model, corpus, writer);
    }
  }

  private ModelWriter newFolder(LanguageModel model) throws IOException {
    int shards =
        training.shards() > 0 ? training.shards() : Runtime.getRuntime().availableProcessors();
    ObjectNode extra = JsonLines.object();
    extra.set(TRAINING, Settings.tree(training).put("shards", shards));
    return model.openWriter(
        options.out,
        training.seed(),
        shards,
        extra,
        options.force ? ModelWriter.IfExists.REPLACE : ModelWriter.IfExists.REFUSE);
  }

  /// Goes on with the run in the folder.
  ///
  /// @return the exit code
  int resume() throws IOException {
    try (ModelWriter writer = ModelWriter.resume(options.out)) {
      if (!Files.exists(Path.of(training.text()))) {
        throw new CommandFailed(
            "the text %s, which this run reads, is not there; say with --text where it is now"
                .formatted(training.text()));
      }
      Corpus corpus = readText();
      refuseOtherText(corpus.fingerprint(), writer.manifest().data());
      LanguageModel model =
          LanguageModel.create(training.model(), corpus, Rng.seeded(training.seed()));
      checkSample(model);
      if (training.epochs() != saved.epochs()) {
        keepEpochs(writer);
      }
      return train(model, corpus, writer);
    }
  }

  /// Has the folder say how far this run is to go, for the one that may have to follow it.
  private void keepEpochs(ModelWriter writer) {
    ObjectNode extra = writer.manifest().extra().deepCopy();
    extra.withObjectProperty(TRAINING).put("epochs", training.epochs());
    writer.updateExtra(extra);
  }

  private void refuseOtherText(DataFingerprint now, DataFingerprint then) {
    if (!now.sameContent(then)) {
      throw new CommandFailed(
          ("%s is not the text that this run began with: it has %,d bytes and SHA-256 %.12s..., the"
                  + " other had %,d and %.12s...; give that one with --text, or begin anew in"
                  + " another folder")
              .formatted(training.text(), now.bytes(), now.sha256(), then.bytes(), then.sha256()));
    }
  }

  private Corpus readText() {
    Path path = Path.of(training.text());
    TextFile file = TextFile.read(path);
    file.cut().ifPresent(cut -> System.err.println(cut));
    return Corpus.of(path.getFileName().toString(), file.text(), training.model());
  }

  /// A prompt that the model cannot read must be known before the first epoch is over.
  private void checkSample(LanguageModel model) {
    if (options.sample != null) {
      model.openSession().push(options.sample);
    }
  }

  private int train(LanguageModel model, Corpus corpus, ModelWriter writer) {
    Trainer trainer =
        Trainer.of(new LanguageTask(model, corpus))
            .optimizer(training.optimizer())
            .schedule(training.schedule())
            .clip(training.clipping())
            .epochs(training.epochs())
            .threads(options.threadCount())
            .checkpoints(writer, options.checkpoints());
    if (training.patience() > 0) {
      trainer.patience(training.patience());
    }
    if (options.json) {
      return run(trainer, event -> JsonLines.print(EventJson.of(event)), System.err::println);
    }
    try (var view = new TrainingView(unit(), options.sample == null ? null : () -> sample(model))) {
      view.print(
          "%s: %,d %s to learn from, %,d held out; %,d different"
              .formatted(
                  training.text(),
                  corpus.training().tokens(),
                  isWords() ? "words" : "characters",
                  corpus.validation().tokens(),
                  corpus.vocabulary().size()));
      return run(trainer, view, view::remark);
    }
  }

  private int run(Trainer trainer, TrainListener view, Consumer<String> remarks) {
    var output = new PatientListener(view, trainer::requestStop);
    trainer.listener(output);
    try (var interrupts =
        Interrupts.call(
            () -> {
              remarks.accept(
                  "stopping after this step; Ctrl-C again leaves at once, without saving");
              trainer.requestStop();
            })) {
      TrainResult result = trainer.run();
      if (output.closed()) {
        throw new OutputClosed(null);
      }
      if (result.interrupted()) {
        remarks.accept("stopped and saved; to go on:  " + resumeCommand());
        return interrupts.exitCode();
      }
      if (!options.json) {
        conclude(result);
      }
      return ExitCode.DONE;
    }
  }

  private boolean isWords() {
    return training.model().level() == TextLevel.WORD;
  }

  /// What the trainer counts: its predictions.
  private String unit() {
    if (training.model().targets() == Windows.Targets.LAST) {
      return "windows";
    }
    return isWords() ? "words" : "characters";
  }

  private String sample(LanguageModel model) {
    int length = isWords() ? SAMPLE_WORDS : SAMPLE_CHARACTERS;
    Rng rng = Rng.seeded(training.seed()).split("sample");
    return options.sample + model.generate(options.sample, Sampling.temperature(0.7), length, rng);
  }

  private void conclude(TrainResult result) {
    String token = isWords() ? "word" : "character";
    var text = new StringBuilder();
    switch (result.reason()) {
      case PATIENCE ->
          text.append(
              "Stopped early: %d epochs without a better validation loss. "
                  .formatted(training.patience()));
      case EPOCHS, STEPS, TIME, REQUESTED -> {}
    }
    if (result.bestLoss().isPresent()) {
      double loss = result.bestLoss().getAsDouble();
      text.append(
          String.format(Locale.ROOT, "Best validation loss: %.4f nats per %s (", loss, token));
      text.append(
          isWords()
              ? String.format(Locale.ROOT, "perplexity %.1f", Math.exp(loss))
              : String.format(Locale.ROOT, "%.3f bits", loss / Math.log(2)));
      text.append(", epoch ").append(result.bestEpoch().orElse(result.epochs())).append("). ");
    }
    text.append("Trained for ").append(Progress.duration(result.seconds()));
    System.out.println(text.append("; the model is in ").append(options.out).append('.'));
    System.out.println(
        "Try:  %s generate %s --prompt \"...\""
            .formatted(Invocation.command(), ShellWord.quoted(options.out.toString())));
  }

  private String resumeCommand() {
    var command = new StringBuilder(Invocation.command() + " train language --resume --out ");
    command.append(ShellWord.quoted(options.out.toString()));
    if (!training.text().equals(saved.text())) {
      command.append(" --text ").append(ShellWord.quoted(training.text()));
    }
    if (training.epochs() != saved.epochs()) {
      command.append(" --epochs ").append(training.epochs());
    }
    if (options.threads != null) {
      command.append(" --threads ").append(options.threads);
    }
    if (options.checkpointEvery != null) {
      command.append(" --checkpoint-every ").append(options.checkpointEvery);
    }
    if (options.sample != null) {
      command.append(" --sample ").append(ShellWord.quoted(options.sample));
    }
    return command.append(options.json ? " --json" : "").toString();
  }
}
