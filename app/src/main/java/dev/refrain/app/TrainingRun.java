package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import dev.refrain.train.TrainListener;
import dev.refrain.train.TrainResult;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One run of a `train` command, from reading the data to the last line.
///
/// @param <C> the configuration of a run
final class TrainingRun<C extends Record & TrainingConfig> {
  /// Where the configuration of the run stands in `model.json`, beside that of the model.
  static final String TRAINING = "training";

  private final TrainableTask<C> task;
  private final C config;
  private final C saved;
  private final Learning learning;
  private final RunOptions options;

  /// @param saved what the folder says, of a run that is resumed; else the same as `config`
  TrainingRun(TrainableTask<C> task, C config, C saved, RunOptions options) {
    this.task = task;
    this.config = config;
    this.saved = saved;
    this.learning = config.learning();
    this.options = options;
  }

  /// Trains a new model.
  ///
  /// @return the exit code
  int begin() throws IOException {
    Lesson lesson = task.prepare(config);
    int shards =
        learning.shards() > 0 ? learning.shards() : Runtime.getRuntime().availableProcessors();
    ObjectNode extra = JsonLines.object();
    extra.set(TRAINING, Settings.tree(config).put("shards", shards));
    var ifExists = options.force ? ModelWriter.IfExists.REPLACE : ModelWriter.IfExists.REFUSE;
    try (ModelWriter writer =
        lesson.openWriter(options.out, learning.seed(), shards, extra, ifExists)) {
      return train(lesson, writer);
    }
  }

  /// Goes on with the run in the folder.
  ///
  /// @return the exit code
  int resume() throws IOException {
    try (ModelWriter writer = ModelWriter.resume(options.out)) {
      requireData();
      Lesson lesson = task.prepare(config);
      refuseOtherData(lesson.data(), writer.manifest().data());
      if (learning.epochs() != saved.learning().epochs()) {
        keepEpochs(writer);
      }
      return train(lesson, writer);
    }
  }

  private void requireData() {
    task.places()
        .forEach(
            (place, option) -> {
              String path = text(config, place);
              if (!path.isEmpty() && !Files.exists(Path.of(path))) {
                throw new CommandFailed(
                    "%s, which this run reads, is not there; say with %s where it is now"
                        .formatted(path, option));
              }
            });
  }

  private String text(C of, String place) {
    return Settings.at(Settings.tree(of), place).asText();
  }

  /// Has the folder say how far this run is to go, for the one that may have to follow it.
  private void keepEpochs(ModelWriter writer) {
    ObjectNode extra = writer.manifest().extra().deepCopy();
    extra.withObjectProperty(TRAINING).put("epochs", learning.epochs());
    writer.updateExtra(extra);
  }

  private void refuseOtherData(DataFingerprint now, DataFingerprint then) {
    if (!now.sameContent(then)) {
      throw new CommandFailed(
          ("%s is not the data that this run began with: it has %,d bytes and SHA-256 %.12s..., the"
                  + " other had %,d and %.12s...; give that with %s, or begin anew in another"
                  + " folder")
              .formatted(
                  now.name(),
                  now.bytes(),
                  now.sha256(),
                  then.bytes(),
                  then.sha256(),
                  String.join(" or ", givenPlaces())));
    }
  }

  /// The options of the places that are given.
  private List<String> givenPlaces() {
    List<String> given = new ArrayList<>();
    task.places()
        .forEach(
            (place, option) -> {
              if (!text(config, place).isEmpty()) {
                given.add(option);
              }
            });
    return given;
  }

  private int train(Lesson lesson, ModelWriter writer) {
    Trainer trainer =
        learning
            .trainer(lesson.task())
            .epochs(learning.epochs())
            .threads(options.threadCount())
            .checkpoints(writer, options.checkpoints());
    if (learning.patience() > 0) {
      trainer.patience(learning.patience());
    }
    if (options.json) {
      var view = new TrainingJson(lesson);
      view.begin();
      return run(trainer, lesson, view, System.err::println);
    }
    try (var view = new TrainingView(lesson)) {
      lesson.remarks().forEach(view::print);
      return run(trainer, lesson, view, view::remark);
    }
  }

  private int run(Trainer trainer, Lesson lesson, TrainListener view, Consumer<String> remarks) {
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
      if (options.json) {
        lesson.conclusionJson().ifPresent(JsonLines::print);
      } else {
        conclude(lesson, result);
      }
      return ExitCode.DONE;
    }
  }

  private void conclude(Lesson lesson, TrainResult result) {
    var text = new StringBuilder();
    switch (result.reason()) {
      case PATIENCE ->
          text.append(
              "Stopped early: %d epochs without a better validation loss. "
                  .formatted(learning.patience()));
      case EPOCHS, STEPS, TIME, REQUESTED -> {}
    }
    if (result.bestLoss().isPresent()) {
      text.append("Best ").append(lesson.best(result.bestLoss().getAsDouble()));
      text.append(", epoch ").append(result.bestEpoch().orElse(result.epochs())).append(". ");
    }
    text.append("Trained for ").append(Progress.duration(result.seconds()));
    System.out.println(text.append("; the model is in ").append(options.out).append('.'));
    lesson.conclusion().forEach(System.out::println);
    System.out.println(
        "Try:  %s %s"
            .formatted(
                Invocation.command(), lesson.next(ShellWord.quoted(options.out.toString()))));
  }

  private String resumeCommand() {
    List<String> command = new ArrayList<>(List.of("train", task.name(), "--resume"));
    command.addAll(List.of("--out", options.out.toString()));
    task.places()
        .forEach(
            (place, option) -> {
              if (!text(config, place).equals(text(saved, place))) {
                command.addAll(List.of(option, text(config, place)));
              }
            });
    if (learning.epochs() != saved.learning().epochs()) {
      command.addAll(List.of("--epochs", Integer.toString(learning.epochs())));
    }
    command.addAll(options.repeated());
    return Invocation.command()
        + " "
        + String.join(" ", command.stream().map(ShellWord::quoted).toList());
  }
}
