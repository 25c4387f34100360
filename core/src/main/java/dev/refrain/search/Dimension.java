package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import java.util.Optional;

/// One thing that a search may choose.
///
/// @param path the key of the configuration: `optimizer.rate`
/// @param domain what values it may have
/// @param condition when it plays a part, as `layers > 1`; empty for always
public record Dimension(String path, Domain domain, Optional<String> condition) {

  /// @throws IllegalArgumentException if the path is empty or the condition says nothing
  public Dimension {
    require(!path.isBlank(), "a dimension needs the key of a setting");
    condition.ifPresent(Condition::parse);
  }

  /// A dimension that always plays a part.
  public static Dimension of(String path, Domain domain) {
    return new Dimension(path, domain, Optional.empty());
  }

  /// The same, but only where a condition holds.
  public Dimension when(String condition) {
    return new Dimension(path, domain, Optional.of(condition));
  }

  Dimension with(Domain other) {
    return new Dimension(path, other, condition);
  }

  Optional<Condition> when() {
    return condition.map(Condition::parse);
  }
}
