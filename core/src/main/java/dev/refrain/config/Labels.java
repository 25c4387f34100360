package dev.refrain.config;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finding a constant by the name people write.
public final class Labels {
  private Labels() {}

  /// The constant whose label is `name`, in whatever case.
  ///
  /// @param what what is looked for, for the message: `level`
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  public static <E extends Enum<E>> E find(
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
