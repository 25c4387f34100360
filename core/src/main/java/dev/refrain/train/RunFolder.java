package dev.refrain.train;

import dev.refrain.optim.Optimizer;
import dev.refrain.optim.Schedule;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a run keeps in its model's folder: checkpoints and the log of its events. Every failure is
/// a [TrainingException] that says what is still there.
final class RunFolder implements AutoCloseable {
  private final ModelWriter writer;
  private EventLog log;
  private long savedStep = -1;

  RunFolder(ModelWriter writer) {
    this.writer = writer;
  }

  Path path() {
    return writer.path();
  }

  boolean resuming() {
    return writer.resuming();
  }

  /// What a checkpoint gives back beside what it has filled.
  ///
  /// @param progress how far the run had come
  /// @param carried what the task carried; not yet given to it
  /// @param best the best weights, or null if there was no validation
  record Resumed(Progress progress, Map<String, Tensor> carried, Map<String, Tensor> best) {}

  /// Fills parameters, optimizer and schedule from the checkpoint.
  ///
  /// @param parameters the model's, by name
  Resumed resume(
      Progress.Identity identity,
      Map<String, Tensor> parameters,
      Optimizer optimizer,
      Schedule schedule) {
    try {
      return Uninterrupted.run(() -> read(identity, parameters, optimizer, schedule));
    } catch (IOException e) {
      throw new TrainingException(
          "%s: cannot be resumed: %s".formatted(writer.path(), e.getMessage()), e);
    }
  }

  private Resumed read(
      Progress.Identity identity,
      Map<String, Tensor> parameters,
      Optimizer optimizer,
      Schedule schedule)
      throws IOException {
    ModelFolder folder = ModelFolder.open(writer.path());
    Progress.Restored restored = Progress.read(folder.readFields(ModelFiles.STATE));
    checkSame("seed", restored.identity().seed(), identity.seed());
    checkSame("number of shards", restored.identity().shards(), identity.shards());
    checkSame("optimizer", restored.identity().optimizer().label(), identity.optimizer().label());
    folder.readTensors(ModelFiles.LAST_WEIGHTS, parameters);
    folder.readTensors(ModelFiles.OPTIMIZER, optimizer.state());
    optimizer.restoreStep(restored.optimizerStep());
    schedule.restore(restored.schedule());
    Map<String, Tensor> best = null;
    if (restored.progress().bestLoss.isPresent()) {
      best = new LinkedHashMap<>();
      for (var parameter : parameters.entrySet()) {
        best.put(parameter.getKey(), parameter.getValue().copy());
      }
      folder.readTensors(ModelFiles.WEIGHTS, best);
    }
    Map<String, Tensor> carried = folder.readTensors(ModelFiles.CARRIED);
    log = EventLog.open(writer.path().resolve(ModelFiles.EVENTS), restored.events());
    savedStep = restored.progress().globalStep;
    return new Resumed(restored.progress(), carried, best);
  }

  private void checkSame(String what, Object saved, Object asked) {
    if (!saved.equals(asked)) {
      throw new TrainingException(
          "%s: was trained with %s %s, the run asks for %s; resume with the same or start anew"
              .formatted(writer.path(), what, saved, asked));
    }
  }

  /// Saves a checkpoint; the log up to here belongs to it.
  ///
  /// @param carried what the task carries
  /// @param best the weights to use the model with, or null if those on disk are still the best
  void save(
      Progress progress,
      Progress.Identity identity,
      Schedule schedule,
      Optimizer optimizer,
      Map<String, Tensor> parameters,
      Map<String, Tensor> carried,
      Map<String, Tensor> best) {
    try {
      long events = log == null ? 0 : log.force();
      var state = progress.toJson(identity, schedule.state(), optimizer.step(), events);
      writer.save(new Checkpoint(state, parameters, optimizer.state(), carried, best));
      if (log == null) {
        log = EventLog.open(writer.path().resolve(ModelFiles.EVENTS), 0);
      }
    } catch (IOException e) {
      throw failed("the state of step " + progress.globalStep, e);
    }
    savedStep = progress.globalStep;
  }

  void log(TrainEvent event) {
    try {
      log.on(event);
    } catch (UncheckedIOException e) {
      throw failed("the log of events", e.getCause());
    }
  }

  private TrainingException failed(String what, IOException cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new TrainingException(
        "%s: %s could not be saved (%s); %s"
            .formatted(
                writer.path(),
                what,
                reason,
                savedStep < 0
                    ? "what was there before is intact"
                    : "the checkpoint of step %d is intact, remove the cause and resume"
                        .formatted(savedStep)),
        cause);
  }

  /// What can be gone back to, for a message: `"the checkpoint of step 100 in moby is kept"`.
  String kept() {
    return savedStep < 0
        ? "nothing has been saved"
        : "the checkpoint of step %d in %s is kept".formatted(savedStep, writer.path());
  }

  @Override
  public void close() {
    try {
      if (log != null) {
        log.force();
        log.close();
      }
    } catch (IOException e) {
      throw failed("the log of events", e);
    }
  }
}
