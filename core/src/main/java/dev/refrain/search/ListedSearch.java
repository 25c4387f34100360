package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Points that someone has chosen, one after the other. Dimensions that a point leaves out are tried
/// in every combination, as in a grid: a list of topologies with three seeds each.
///
/// @param points values by path
public record ListedSearch(List<Map<String, JsonNode>> points) implements Strategy {

  /// @throws IllegalArgumentException if there are none
  public ListedSearch {
    points = points.stream().map(Map::copyOf).toList();
    require(!points.isEmpty(), "the list has no points");
  }

  @Override
  public String kind() {
    return "list";
  }

  @Override
  public void check(SearchSpace space) {
    for (Map<String, JsonNode> point : points) {
      point.forEach(
          (path, value) -> {
            Domain domain =
                space
                    .dimension(path)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "a point names %s, which is not searched; searched are %s"
                                    .formatted(path, String.join(", ", space.bounds().keySet()))))
                    .domain();
            require(
                domain.contains(value),
                "a point has %s at %s, which is not within %s",
                path,
                value,
                domain.bounds());
          });
    }
    all(space);
  }

  private List<Point> all(SearchSpace space) {
    List<Point> all = new ArrayList<>();
    points.forEach(point -> all.addAll(GridSearch.combinations(space, point)));
    return all;
  }

  @Override
  public OptionalInt trials(SearchSpace space) {
    return OptionalInt.of(all(space).size());
  }

  @Override
  public Point propose(SearchSpace space, long seed, int trial, List<Trial> seen) {
    return all(space).get(trial - 1);
  }
}
