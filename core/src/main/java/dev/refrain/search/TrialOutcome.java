package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a trial came to, as plain data that can be sent from another machine.
///
/// @param parameters how many numbers the model learns; 0 if it came to no model
/// @param steps how many steps it took
/// @param seconds how long it took
/// @param trainingLoss the mean over all steps, if there was one
/// @param validationLoss the last on held-out data, if there was one
/// @param peakMemory the most bytes of memory in use, garbage included, where that is known
/// @param failure why it could not go on; empty if it could
public record TrialOutcome(
    long parameters,
    long steps,
    double seconds,
    OptionalDouble trainingLoss,
    OptionalDouble validationLoss,
    OptionalLong peakMemory,
    Optional<String> failure) {

  /// A trial that could not go on.
  ///
  /// @param reason one sentence
  public static TrialOutcome failed(String reason, double seconds) {
    return new TrialOutcome(
        0,
        0,
        seconds,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        Optional.of(reason));
  }

  /// What is made low.
  OptionalDouble value(Measure measure) {
    return switch (measure) {
      case VALIDATION_LOSS -> validationLoss;
      case TRAINING_LOSS -> trainingLoss;
    };
  }

  /// As [#of] reads it.
  public ObjectNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("parameters", parameters)
            .put("steps", steps)
            .put("seconds", seconds);
    trainingLoss.ifPresent(loss -> json.put("trainingLoss", loss));
    validationLoss.ifPresent(loss -> json.put("validationLoss", loss));
    peakMemory.ifPresent(bytes -> json.put("peakMemory", bytes));
    failure.ifPresent(reason -> json.put("failure", reason));
    return json;
  }

  /// The outcome that [#toJson] wrote.
  public static TrialOutcome of(ObjectNode json) {
    return new TrialOutcome(
        json.get("parameters").longValue(),
        json.get("steps").longValue(),
        json.get("seconds").doubleValue(),
        number(json, "trainingLoss"),
        number(json, "validationLoss"),
        json.has("peakMemory")
            ? OptionalLong.of(json.get("peakMemory").longValue())
            : OptionalLong.empty(),
        Optional.ofNullable(json.get("failure")).map(JsonNode::textValue));
  }

  private static OptionalDouble number(ObjectNode json, String key) {
    return json.has(key) ? OptionalDouble.of(json.get(key).doubleValue()) : OptionalDouble.empty();
  }
}
