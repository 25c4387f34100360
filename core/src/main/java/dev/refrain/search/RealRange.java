package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/// Numbers from `low` to `high`. Those that are drawn have few digits, so that a table can be read
/// and a command copied: about five that make a difference.
///
/// @param log whether each doubling is as likely as every other, instead of each step of one width
/// @param steps how many of them a grid tries; 0 if none can
public record RealRange(double low, double high, boolean log, int steps) implements Domain {
  private static final int DIGITS = 4; // behind the first

  /// @throws IllegalArgumentException naming the value and what is allowed
  public RealRange {
    require(
        Double.isFinite(low) && Double.isFinite(high),
        "the range from %s to %s has no end",
        low,
        high);
    require(low <= high, "the range from %s to %s is empty", low, high);
    require(!log || low > 0, "a log scale begins above 0, this range at %s", low);
    require(steps == 0 || steps >= 2, "steps is %d, it must be 2 or more", steps);
  }

  /// Every part of the range as likely as every other.
  public static RealRange of(double low, double high) {
    return new RealRange(low, high, false, 0);
  }

  /// Every doubling as likely as every other.
  public static RealRange log(double low, double high) {
    return new RealRange(low, high, true, 0);
  }

  @Override
  public JsonNode at(double place) {
    return JsonNodeFactory.instance.numberNode(Math.clamp(rounded(number(place)), low, high));
  }

  private double number(double place) {
    return log
        ? StrictMath.exp(StrictMath.log(low) + place * (StrictMath.log(high) - StrictMath.log(low)))
        : low + place * (high - low);
  }

  private double rounded(double value) {
    double scale = log ? Math.min(value, high - low) : high - low;
    if (!(scale > 0)) {
      return value;
    }
    int digits = DIGITS - (int) Math.floor(StrictMath.log10(scale));
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
  }

  @Override
  public double place(JsonNode value) {
    double number = Domain.number(value);
    if (low == high) {
      return 0.5;
    }
    return log
        ? (StrictMath.log(Math.max(number, Double.MIN_NORMAL)) - StrictMath.log(low))
            / (StrictMath.log(high) - StrictMath.log(low))
        : (number - low) / (high - low);
  }

  @Override
  public boolean contains(JsonNode value) {
    return value.isNumber() && value.doubleValue() >= low && value.doubleValue() <= high;
  }

  @Override
  public List<JsonNode> bounds() {
    return List.of(
        JsonNodeFactory.instance.numberNode(low), JsonNodeFactory.instance.numberNode(high));
  }

  @Override
  public List<JsonNode> grid() {
    require(steps > 0, "a grid needs to know how many values of a real range to try; give steps");
    return IntStream.range(0, steps)
        .mapToObj(i -> at((double) i / (steps - 1)))
        .distinct()
        .toList();
  }

  /// The numbers between two places, which may lie beyond `[0, 1]`; but the range does not come to
  /// numbers below 0 if this one has none.
  RealRange between(double from, double to) {
    double first = rounded(number(from));
    if (low >= 0 && first < 0) {
      first = 0;
    }
    return new RealRange(first, Math.max(rounded(number(to)), first), log, steps);
  }
}
