package dev.refrain.app;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.refrain.data.Windows;
import dev.refrain.data.WordTokenizer;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.optim.ScheduleKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes and reads the library's closed sets by their labels.
final class Labels {
  private Labels() {}

  static SimpleModule module() {
    var module = new SimpleModule("labels");
    add(module, OptimizerKind.class, OptimizerKind::label, OptimizerKind::named);
    add(module, ScheduleKind.class, ScheduleKind::label, ScheduleKind::named);
    add(module, Windows.Targets.class, Labels::lowerCase, Labels::targets);
    add(module, WordTokenizer.Lines.class, Labels::lowerCase, Labels::lines);
    return module;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Windows.Targets targets(String label) {
    return named(Windows.Targets.values(), "kind of targets", label);
  }

  private static WordTokenizer.Lines lines(String label) {
    return named(WordTokenizer.Lines.values(), "treatment of lines", label);
  }

  private static <E extends Enum<E>> E named(E[] values, String what, String label) {
    for (E value : values) {
      if (lowerCase(value).equalsIgnoreCase(label)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "there is no %s '%s'; known are %s"
            .formatted(
                what,
                label,
                Arrays.stream(values).map(Labels::lowerCase).collect(Collectors.joining(", "))));
  }

  private static <E extends Enum<E>> void add(
      SimpleModule module, Class<E> type, Function<E, String> label, Function<String, E> named) {
    module.addSerializer(
        type,
        new JsonSerializer<E>() {
          @Override
          public void serialize(E value, JsonGenerator generator, SerializerProvider provider)
              throws IOException {
            generator.writeString(label.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<E>() {
          @Override
          public E deserialize(JsonParser parser, DeserializationContext context)
              throws IOException {
            return named.apply(parser.getText());
          }
        });
  }
}
