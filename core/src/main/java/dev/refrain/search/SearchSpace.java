package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All that may be tried: dimensions and, beside them, settings that are the same in all trials.
///
/// ```java
/// var space =
///     SearchSpace.of(
///         Dimension.of("layers", IntegerRange.of(1, 25)),
///         Dimension.of("optimizer.rate", RealRange.log(5e-4, 1e-2)),
///         Dimension.of("recurrent.dropout", RealRange.of(0, 0.5)).when("layers > 1"));
/// ```
///
/// @param dimensions what is searched; a condition names a dimension that stands above its own, or a
///     constant
/// @param constants what is the same in all trials, as a tree of keys; keys that are missing have
///     their defaults
public record SearchSpace(List<Dimension> dimensions, ObjectNode constants) {
  /// The setting that a trial's random numbers depend on.
  static final String SEED = "seed";

  /// @throws IllegalArgumentException if two say the same thing, or a condition names nothing
  public SearchSpace {
    dimensions = List.copyOf(dimensions);
    constants = constants.deepCopy();
    for (int i = 0; i < dimensions.size(); i++) {
      check(dimensions.get(i), dimensions.subList(0, i), constants);
    }
  }

  /// A space in which all other settings have their defaults.
  public static SearchSpace of(Dimension... dimensions) {
    return new SearchSpace(List.of(dimensions), JsonNodeFactory.instance.objectNode());
  }

  private static void check(Dimension dimension, List<Dimension> above, ObjectNode constants) {
    String path = dimension.path();
    for (Dimension other : above) {
      require(!other.path().equals(path), "%s is searched twice", path);
      require(
          !path.startsWith(other.path() + ".") && !other.path().startsWith(path + "."),
          "%s and %s are searched, and one is a part of the other",
          path,
          other.path());
    }
    require(
        find(constants, path).isEmpty(),
        "%s is searched, and it is also set to %s; leave one out",
        path,
        find(constants, path).orElse(null));
    if (dimension.when().isPresent()) {
      String named = dimension.when().get().path();
      List<String> known = above.stream().map(Dimension::path).toList();
      require(
          known.contains(named) || find(constants, named).isPresent(),
          "the condition '%s' of %s names %s, which is neither searched above it nor set; above it"
              + " stand: %s",
          dimension.condition().get(),
          path,
          named,
          known.isEmpty() ? "none" : String.join(", ", known));
    }
  }

  /// The same with one dimension more.
  ///
  /// @throws IllegalArgumentException if that does not go with the others
  public SearchSpace plus(Dimension dimension) {
    List<Dimension> more = new ArrayList<>(dimensions);
    more.add(dimension);
    return new SearchSpace(more, constants);
  }

  /// The same dimensions with other domains.
  SearchSpace with(Function<Dimension, Domain> domains) {
    return new SearchSpace(
        dimensions.stream().map(d -> d.with(domains.apply(d))).toList(), constants);
  }

  /// The point at which each dimension has the value that a function gives it. Only those are asked
  /// for that play a part, in their order.
  public Point point(Function<Dimension, JsonNode> values) {
    Map<String, JsonNode> chosen = new LinkedHashMap<>();
    for (Dimension dimension : dimensions) {
      if (isActive(dimension, chosen)) {
        chosen.put(dimension.path(), values.apply(dimension));
      }
    }
    return new Point(chosen);
  }

  /// The point at places in `[0, 1]`, one for each dimension, those included that play no part.
  Point point(double[] places) {
    Map<String, Integer> order = new LinkedHashMap<>();
    dimensions.forEach(d -> order.put(d.path(), order.size()));
    return point(d -> d.domain().at(places[order.get(d.path())]));
  }

  private boolean isActive(Dimension dimension, Map<String, JsonNode> chosen) {
    Optional<Condition> condition = dimension.when();
    if (condition.isEmpty()) {
      return true;
    }
    String path = condition.get().path();
    boolean searched = dimensions.stream().anyMatch(d -> d.path().equals(path));
    Optional<JsonNode> value =
        searched ? Optional.ofNullable(chosen.get(path)) : find(constants, path);
    return value.isPresent() && condition.get().holds(value.get());
  }

  /// The dimension of a path.
  public Optional<Dimension> dimension(String path) {
    return dimensions.stream().filter(d -> d.path().equals(path)).findFirst();
  }

  /// Lowest and highest of each range, and all choices, by path.
  public Map<String, List<JsonNode>> bounds() {
    Map<String, List<JsonNode>> bounds = new LinkedHashMap<>();
    dimensions.forEach(d -> bounds.put(d.path(), d.domain().bounds()));
    return bounds;
  }

  /// The settings at a point: the constants and, over them, its values. What neither says is left to
  /// the defaults.
  public ObjectNode settings(Point point) {
    ObjectNode settings = constants.deepCopy();
    point
        .values()
        .forEach(
            (path, value) -> {
              ObjectNode section = settings;
              String[] keys = path.split("\\.");
              for (int i = 0; i < keys.length - 1; i++) {
                section = section.withObjectProperty(keys[i]);
              }
              section.set(keys[keys.length - 1], value);
            });
    return settings;
  }

  /// What stands at a path of a tree.
  static Optional<JsonNode> find(ObjectNode tree, String path) {
    JsonNode at = tree;
    for (String key : path.split("\\.")) {
      at = at.path(key);
    }
    return at.isMissingNode() || at.isNull() ? Optional.empty() : Optional.of(at);
  }
}
