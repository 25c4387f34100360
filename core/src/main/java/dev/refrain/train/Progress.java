package dev.refrain.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.Schedule;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How far a run has come: what `training/state.json` holds beside the tensors. Epochs and steps
/// count from 0 here, what is done, and a step equal to the epoch's number of steps means that the
/// epoch's end (validation) is still to come.
final class Progress {
  private static final int FORMAT = 1;

  int epoch;
  int step;
  int steps; // of the epoch
  long globalStep;
  long units;
  double epochLoss;
  long epochUnits;
  double seconds;
  OptionalDouble lastEpochLoss = OptionalDouble.empty();

  long validatedAt = -1; // the global step of the last validation; -1 before the first
  OptionalDouble validationLoss = OptionalDouble.empty();
  OptionalDouble bestLoss = OptionalDouble.empty();
  OptionalInt bestEpoch = OptionalInt.empty();
  int validationsSinceBest;

  /// The mean training loss of the epoch; NaN before its first step.
  double meanLoss() {
    return epochLoss / epochUnits;
  }

  /// Turns to the first step of the next epoch.
  void endEpoch() {
    lastEpochLoss = OptionalDouble.of(meanLoss());
    epoch++;
    step = 0;
    epochLoss = 0;
    epochUnits = 0;
  }

  /// Takes note of a validation.
  ///
  /// @return whether its loss is the lowest so far
  boolean validated(double loss) {
    boolean improved = bestLoss.isEmpty() || loss < bestLoss.getAsDouble();
    validatedAt = globalStep;
    validationLoss = OptionalDouble.of(loss);
    if (improved) {
      bestLoss = validationLoss;
      bestEpoch = OptionalInt.of(epoch + 1);
      validationsSinceBest = 0;
    } else {
      validationsSinceBest++;
    }
    return improved;
  }

  /// What must be the same for a resumed run to end with the same bits.
  record Identity(long seed, int shards, OptimizerKind optimizer) {}

  ObjectNode toJson(Identity identity, Schedule.State schedule, long optimizerStep, long events) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT)
        .put("seed", identity.seed())
        .put("shards", identity.shards())
        .put("optimizer", identity.optimizer().label())
        .put("epoch", epoch)
        .put("step", step)
        .put("steps", steps)
        .put("globalStep", globalStep)
        .put("optimizerStep", optimizerStep)
        .put("units", units)
        .put("epochLoss", epochLoss)
        .put("epochUnits", epochUnits)
        .put("seconds", seconds)
        .put("events", events);
    lastEpochLoss.ifPresent(loss -> json.put("lastEpochLoss", loss));
    json.put("validatedAt", validatedAt);
    validationLoss.ifPresent(loss -> json.put("validationLoss", loss));
    bestLoss.ifPresent(loss -> json.put("bestLoss", loss));
    bestEpoch.ifPresent(epoch -> json.put("bestEpoch", epoch));
    json.put("validationsSinceBest", validationsSinceBest);
    ObjectNode plateau = json.putObject("schedule").put("factor", schedule.factor());
    if (Double.isFinite(schedule.best())) {
      plateau.put("best", schedule.best());
    }
    plateau.put("since", schedule.since());
    return json;
  }

  /// What a checkpoint's state holds.
  record Restored(
      Progress progress,
      Identity identity,
      Schedule.State schedule,
      long optimizerStep,
      long events) {}

  static Restored read(JsonFields fields) throws ModelFormatException {
    int format = fields.integer("format", 1, Integer.MAX_VALUE);
    if (format > FORMAT) {
      throw new ModelFormatException(
          "%s: has format %d and this Refrain reads up to %d; resume with the Refrain that wrote it"
              .formatted(fields.source(), format, FORMAT));
    }
    OptimizerKind optimizer;
    try {
      optimizer = OptimizerKind.named(fields.text("optimizer"));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("%s: %s".formatted(fields.source(), e.getMessage()), e);
    }
    var identity =
        new Identity(
            fields.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            fields.integer("shards", 1, Integer.MAX_VALUE),
            optimizer);
    Progress progress = new Progress();
    progress.epoch = fields.integer("epoch", 0, Integer.MAX_VALUE);
    progress.steps = fields.integer("steps", 0, Integer.MAX_VALUE);
    progress.step = fields.integer("step", 0, progress.steps);
    progress.globalStep = fields.wholeNumber("globalStep", 0, Long.MAX_VALUE);
    progress.units = fields.wholeNumber("units", 0, Long.MAX_VALUE);
    progress.epochLoss = fields.number("epochLoss");
    progress.epochUnits = fields.wholeNumber("epochUnits", 0, Long.MAX_VALUE);
    progress.seconds = fields.number("seconds");
    progress.lastEpochLoss = optionalNumber(fields, "lastEpochLoss");
    progress.validatedAt = fields.wholeNumber("validatedAt", -1, Long.MAX_VALUE);
    progress.validationLoss = optionalNumber(fields, "validationLoss");
    progress.bestLoss = optionalNumber(fields, "bestLoss");
    progress.bestEpoch =
        fields.has("bestEpoch")
            ? OptionalInt.of(fields.integer("bestEpoch", 1, Integer.MAX_VALUE))
            : OptionalInt.empty();
    progress.validationsSinceBest = fields.integer("validationsSinceBest", 0, Integer.MAX_VALUE);
    JsonFields plateau = fields.object("schedule");
    var schedule =
        new Schedule.State(
            plateau.number("factor"),
            optionalNumber(plateau, "best").orElse(Double.POSITIVE_INFINITY),
            plateau.integer("since", 0, Integer.MAX_VALUE));
    plateau.checkAllRead();
    long optimizerStep = fields.wholeNumber("optimizerStep", 0, Long.MAX_VALUE);
    long events = fields.wholeNumber("events", 0, Long.MAX_VALUE);
    fields.checkAllRead();
    return new Restored(progress, identity, schedule, optimizerStep, events);
  }

  private static OptionalDouble optionalNumber(JsonFields fields, String name)
      throws ModelFormatException {
    return fields.has(name) ? OptionalDouble.of(fields.number(name)) : OptionalDouble.empty();
  }
}
