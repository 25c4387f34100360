package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Every combination of values, the last dimension turning fastest. A real range says how many of
/// its values are tried.
public record GridSearch() implements Strategy {
  private static final int MOST = 10_000;

  @Override
  public String kind() {
    return "grid";
  }

  @Override
  public void check(SearchSpace space) {
    combinations(space, Map.of());
  }

  @Override
  public OptionalInt trials(SearchSpace space) {
    return OptionalInt.of(combinations(space, Map.of()).size());
  }

  @Override
  public Point propose(SearchSpace space, long seed, int trial, List<Trial> seen) {
    return combinations(space, Map.of()).get(trial - 1);
  }

  /// All combinations in which some dimensions have the values that are given.
  ///
  /// @throws IllegalArgumentException if there are too many, or no end of them
  static List<Point> combinations(SearchSpace space, Map<String, JsonNode> given) {
    List<Point> points = new ArrayList<>();
    extend(space, given, points);
    return points;
  }

  /// Adds all points in which the dimensions have the values of `chosen`, as far as it goes.
  private static void extend(SearchSpace space, Map<String, JsonNode> chosen, List<Point> points) {
    Optional<Dimension> open = firstOpen(space, chosen);
    if (open.isEmpty()) {
      require(points.size() < MOST, "the grid has more than %,d points; give ranges steps", MOST);
      points.add(space.point(d -> chosen.get(d.path())));
      return;
    }
    for (JsonNode value : open.get().domain().grid()) {
      Map<String, JsonNode> more = new LinkedHashMap<>(chosen);
      more.put(open.get().path(), value);
      extend(space, more, points);
    }
  }

  /// The first dimension that plays a part and has no value yet.
  private static Optional<Dimension> firstOpen(SearchSpace space, Map<String, JsonNode> chosen) {
    List<Dimension> open = new ArrayList<>();
    space.point(
        dimension -> {
          JsonNode value = chosen.get(dimension.path());
          if (value == null) {
            open.add(dimension);
            return dimension.domain().bounds().getFirst();
          }
          return value;
        });
    return open.stream().findFirst();
  }
}
