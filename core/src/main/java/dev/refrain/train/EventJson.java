package dev.refrain.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.train.TrainEvent.CheckpointSaved;
import dev.refrain.train.TrainEvent.EpochDone;
import dev.refrain.train.TrainEvent.Finished;
import dev.refrain.train.TrainEvent.Started;
import dev.refrain.train.TrainEvent.StepDone;
import dev.refrain.train.TrainEvent.Validated;
import java.util.Locale;

/// Events as JSON objects, for logs and other programs. The field `event` says which kind;
/// fields that have no value are left out.
public final class EventJson {
  private EventJson() {}

  /// The event as one object; its text has no line breaks.
  public static ObjectNode of(TrainEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (event) {
      case Started e ->
          json.put("event", "started")
              .put("resumed", e.resumed())
              .put("epoch", e.epoch())
              .put("epochs", e.epochs())
              .put("step", e.step())
              .put("steps", e.steps())
              .put("parameters", e.parameters())
              .put("shards", e.shards())
              .put("threads", e.threads())
              .put("device", e.device());
      case StepDone e ->
          json.put("event", "step")
              .put("epoch", e.epoch())
              .put("step", e.step())
              .put("steps", e.steps())
              .put("globalStep", e.globalStep())
              .put("loss", e.loss())
              .put("gradientNorm", e.gradientNorm())
              .put("rate", e.rate())
              .put("unitsPerSecond", e.unitsPerSecond());
      case Validated e ->
          json.put("event", "validated")
              .put("epoch", e.epoch())
              .put("globalStep", e.globalStep())
              .put("loss", e.loss())
              .put("count", e.count())
              .put("best", e.best())
              .put("seconds", e.seconds());
      case CheckpointSaved e ->
          json.put("event", "checkpoint")
              .put("epoch", e.epoch())
              .put("globalStep", e.globalStep())
              .put("folder", e.folder().toString())
              .put("seconds", e.seconds());
      case EpochDone e -> {
        json.put("event", "epoch")
            .put("epoch", e.epoch())
            .put("epochs", e.epochs())
            .put("loss", e.loss());
        e.validationLoss().ifPresent(loss -> json.put("validationLoss", loss));
        json.put("seconds", e.seconds()).put("unitsPerSecond", e.unitsPerSecond());
      }
      case Finished e -> {
        TrainResult result = e.result();
        json.put("event", "finished")
            .put("reason", result.reason().name().toLowerCase(Locale.ROOT))
            .put("epochs", result.epochs())
            .put("steps", result.steps())
            .put("units", result.units());
        if (!Double.isNaN(result.loss())) {
          json.put("loss", result.loss());
        }
        result.validationLoss().ifPresent(loss -> json.put("validationLoss", loss));
        result.bestLoss().ifPresent(loss -> json.put("bestLoss", loss));
        result.bestEpoch().ifPresent(epoch -> json.put("bestEpoch", epoch));
        json.put("seconds", result.seconds());
      }
    }
    return json;
  }
}
