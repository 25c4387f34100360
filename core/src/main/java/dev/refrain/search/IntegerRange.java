package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Whole numbers from `low` to `high`, both included.
///
/// @param log whether each doubling is as likely as every other, instead of each number
/// @param steps how many of them a grid tries; 0 for all
public record IntegerRange(long low, long high, boolean log, int steps) implements Domain {
  private static final long FURTHEST = 1L << 40; // far enough, and exact as a double
  private static final double ROUNDING = 1e-9;

  /// @throws IllegalArgumentException naming the value and what is allowed
  public IntegerRange {
    require(low <= high, "the range from %d to %d is empty", low, high);
    require(
        low >= -FURTHEST && high <= FURTHEST,
        "the range from %d to %d goes beyond %d",
        low,
        high,
        FURTHEST);
    require(!log || low >= 1, "a log scale begins at 1 or more, this range at %d", low);
    require(steps == 0 || steps >= 2, "steps is %d, it must be 2 or more", steps);
  }

  /// Every number as likely as every other.
  public static IntegerRange of(long low, long high) {
    return new IntegerRange(low, high, false, 0);
  }

  @Override
  public JsonNode at(double place) {
    return node(Math.clamp(number(place), low, high));
  }

  /// The number in whose cell a place lies.
  private long number(double place) {
    return (long) Math.floor(edge(place));
  }

  /// Where a place is among the numbers, each of which owns what is from it to the next.
  private double edge(double place) {
    return log
        ? StrictMath.exp(StrictMath.log(low) + place * logWidth())
        : low + place * (high - low + 1);
  }

  private double logWidth() {
    return StrictMath.log(high + 1) - StrictMath.log(low);
  }

  @Override
  public double place(JsonNode value) {
    return place(Domain.number(value));
  }

  private double place(double number) {
    double middle = number + 0.5;
    return log
        ? (StrictMath.log(Math.max(middle, 0.5)) - StrictMath.log(low)) / logWidth()
        : (middle - low) / (high - low + 1);
  }

  @Override
  public boolean contains(JsonNode value) {
    return value.isIntegralNumber() && value.longValue() >= low && value.longValue() <= high;
  }

  @Override
  public List<JsonNode> bounds() {
    return List.of(node(low), node(high));
  }

  @Override
  public List<JsonNode> grid() {
    if (steps == 0 || steps > high - low) {
      return LongStream.rangeClosed(low, high).mapToObj(IntegerRange::node).toList();
    }
    double first = place(low);
    double apart = (place(high) - first) / (steps - 1);
    return IntStream.range(0, steps).mapToObj(i -> at(first + i * apart)).distinct().toList();
  }

  /// The numbers in whose cells two places lie, and all between. The places may lie beyond `[0, 1]`,
  /// but the range does not come to numbers below 1, or below 0, if this one has none.
  IntegerRange between(double from, double to) {
    long floor = low >= 1 ? 1 : low >= 0 ? 0 : -FURTHEST;
    long first = Math.clamp(number(from), floor, FURTHEST);
    long last = (long) Math.ceil(edge(to) - ROUNDING) - 1; // a cell's end is not the next one's
    return new IntegerRange(first, Math.clamp(last, first, FURTHEST), log, steps);
  }

  private static JsonNode node(long value) {
    return value == (int) value
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }
}
