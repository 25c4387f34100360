package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.StudyEvent.Closed;
import dev.refrain.search.StudyEvent.Ended;
import dev.refrain.search.StudyEvent.Opened;
import dev.refrain.search.StudyEvent.Progressed;
import dev.refrain.search.StudyEvent.RoundBegan;
import dev.refrain.search.StudyEvent.Started;
import dev.refrain.train.JsonFields;
import dev.refrain.train.ModelFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A study's events as JSON objects, for its log and for other programs. The field `event` says
/// which kind; fields that have no value are left out.
public final class StudyEventJson {
  private static final List<String> KINDS =
      List.of("opened", "round", "started", "progress", "ended", "closed");

  private StudyEventJson() {}

  /// The event as one object; its text has no line breaks.
  public static ObjectNode of(StudyEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (event) {
      case Opened _ -> json.put("event", "opened");
      case RoundBegan e -> {
        ObjectNode bounds = json.put("event", "round").put("round", e.round()).putObject("bounds");
        e.bounds().forEach((path, values) -> bounds.putArray(path).addAll(values));
      }
      case Started e ->
          json.put("event", "started")
              .put("trial", e.trial())
              .put("round", e.round())
              .put("seed", e.seed())
              .set("values", e.values().toJson());
      case Progressed e -> {
        json.put("event", "progress")
            .put("trial", e.trial())
            .put("step", e.step())
            .put("epoch", e.epoch())
            .put("trainingLoss", e.trainingLoss());
        e.validationLoss().ifPresent(loss -> json.put("validationLoss", loss));
        json.put("seconds", e.seconds());
      }
      case Ended e -> {
        json.put("event", "ended").put("trial", e.trial()).put("state", e.state().label());
        e.value().ifPresent(value -> json.put("value", value));
        e.trainingLoss().ifPresent(loss -> json.put("trainingLoss", loss));
        e.validationLoss().ifPresent(loss -> json.put("validationLoss", loss));
        json.put("steps", e.steps()).put("seconds", e.seconds()).put("parameters", e.parameters());
        e.peakMemory().ifPresent(bytes -> json.put("peakMemory", bytes));
        e.reason().ifPresent(reason -> json.put("reason", reason));
      }
      case Closed e -> json.put("event", "closed").put("reason", e.reason().label());
    }
    return json.put("at", event.at().toString());
  }

  /// The event that [#of] wrote.
  ///
  /// @throws ModelFormatException that says what is wrong with which field
  static StudyEvent read(JsonFields fields) throws ModelFormatException {
    Instant at = at(fields);
    StudyEvent event =
        switch (fields.oneOf("event", KINDS)) {
          case "opened" -> new Opened(at);
          case "round" ->
              new RoundBegan(
                  fields.integer("round", 1, Integer.MAX_VALUE),
                  bounds(fields.object("bounds").node()),
                  at);
          case "started" ->
              new Started(
                  trial(fields),
                  fields.integer("round", 1, Integer.MAX_VALUE),
                  Point.of(fields.object("values").node()),
                  fields.wholeNumber("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                  at);
          case "progress" ->
              new Progressed(
                  trial(fields),
                  fields.wholeNumber("step", 0, Long.MAX_VALUE),
                  fields.number("epoch"),
                  fields.number("trainingLoss"),
                  optionalNumber(fields, "validationLoss"),
                  fields.number("seconds"),
                  at);
          case "ended" -> ended(fields, at);
          default -> new Closed(closed(fields), at);
        };
    fields.checkAllRead();
    return event;
  }

  private static Ended ended(JsonFields fields, Instant at) throws ModelFormatException {
    return new Ended(
        trial(fields),
        state(fields),
        optionalNumber(fields, "value"),
        optionalNumber(fields, "trainingLoss"),
        optionalNumber(fields, "validationLoss"),
        fields.wholeNumber("steps", 0, Long.MAX_VALUE),
        fields.number("seconds"),
        fields.wholeNumber("parameters", 0, Long.MAX_VALUE),
        fields.has("peakMemory")
            ? OptionalLong.of(fields.wholeNumber("peakMemory", 0, Long.MAX_VALUE))
            : OptionalLong.empty(),
        fields.has("reason") ? Optional.of(fields.text("reason")) : Optional.empty(),
        at);
  }

  private static int trial(JsonFields fields) throws ModelFormatException {
    return fields.integer("trial", 1, Integer.MAX_VALUE);
  }

  private static TrialState state(JsonFields fields) throws ModelFormatException {
    try {
      return TrialState.named(fields.text("state"));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("%s: %s".formatted(fields.source(), e.getMessage()), e);
    }
  }

  private static StudyEnd closed(JsonFields fields) throws ModelFormatException {
    try {
      return StudyEnd.named(fields.text("reason"));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("%s: %s".formatted(fields.source(), e.getMessage()), e);
    }
  }

  private static Instant at(JsonFields fields) throws ModelFormatException {
    try {
      return Instant.parse(fields.text("at"));
    } catch (DateTimeException e) {
      throw fields.wrong("at", "a time such as 2026-11-30T00:01:02Z");
    }
  }

  private static Map<String, List<JsonNode>> bounds(ObjectNode json) {
    Map<String, List<JsonNode>> bounds = new LinkedHashMap<>();
    for (var property : json.properties()) {
      List<JsonNode> values = new ArrayList<>();
      if (property.getValue() instanceof ArrayNode array) {
        array.forEach(values::add);
      }
      bounds.put(property.getKey(), List.copyOf(values));
    }
    return bounds;
  }

  private static OptionalDouble optionalNumber(JsonFields fields, String name)
      throws ModelFormatException {
    return fields.has(name) ? OptionalDouble.of(fields.number(name)) : OptionalDouble.empty();
  }
}
