package dev.refrain.task.language;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finding a constant by the name people write.
final class Labels {
  private Labels() {}

  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  static <E extends Enum<E>> E find(
      E[] values, Function<E, String> label, String what, String name) {
    for (E value : values) {
      if (label.apply(value).equalsIgnoreCase(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "there is no %s '%s'; known are %s"
            .formatted(
                what, name, Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
  }
}
