package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a study stops; whatever comes first. It may be gone on with under others.
///
/// @param trials after so many trials, failed ones included
/// @param time after so long, all sessions together; trials under way are then given up
/// @param target when a complete trial has come to so little; trials under way are then given up
public record StudyLimits(OptionalInt trials, Optional<Duration> time, OptionalDouble target) {
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");
  private static final List<Duration> UNITS =
      List.of(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1));

  /// Until nothing is left to try or somebody stops it.
  public static final StudyLimits NONE =
      new StudyLimits(OptionalInt.empty(), Optional.empty(), OptionalDouble.empty());

  /// @throws IllegalArgumentException if a limit leaves nothing
  public StudyLimits {
    trials.ifPresent(n -> require(n >= 1, "the number of trials is %d, it must be 1 or more", n));
    time.ifPresent(t -> require(t.isPositive(), "the time is %s, it must be more than 0", t));
  }

  /// A time as people write it: `90s`, `10m`, `2h`, `1h30m`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Duration duration(String text) {
    Matcher parts = TIME.matcher(text);
    require(
        parts.matches() && !text.isEmpty(),
        "the time is '%s', expected such as 90s, 10m or 2h",
        text);
    Duration time = Duration.ZERO;
    for (int i = 1; i <= UNITS.size(); i++) {
      if (parts.group(i) != null) {
        time = time.plus(UNITS.get(i - 1).multipliedBy(Long.parseLong(parts.group(i))));
      }
    }
    return time;
  }

  /// As [StudyPlanJson] reads them.
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    trials.ifPresent(n -> json.put("trials", n));
    time.ifPresent(t -> json.put("time", t.toSeconds() + "s"));
    target.ifPresent(t -> json.put("target", t));
    return json;
  }

  static StudyLimits read(PlanFields fields) {
    OptionalInt trials =
        fields.has("trials") ? OptionalInt.of(fields.integer("trials", 1, 1)) : OptionalInt.empty();
    Optional<Duration> time =
        fields.has("time")
            ? Optional.of(fields.checked("time", () -> duration(fields.text("time", ""))))
            : Optional.empty();
    OptionalDouble target =
        fields.has("target")
            ? OptionalDouble.of(fields.number("target", -Double.MAX_VALUE, Double.MAX_VALUE, 0))
            : OptionalDouble.empty();
    fields.checkAllRead();
    return fields.checked("time", () -> new StudyLimits(trials, time, target));
  }

  /// After so many trials.
  public static StudyLimits trials(int trials) {
    return new StudyLimits(OptionalInt.of(trials), Optional.empty(), OptionalDouble.empty());
  }
}
