package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.app.attention.AttentionMap;
import dev.refrain.task.translation.Translation;
import java.util.List;
import java.util.Locale;
import org.jline.terminal.spi.SystemStream;

/// How translations are printed: a line each, a table of the best of each sentence, or JSON.
final class TranslationView {
  private final boolean json;
  private final boolean table;
  private final boolean maps;
  private long lines;

  /// @param json one object a line
  /// @param table whether several translations of a sentence are printed, with their scores
  /// @param maps whether the attention map of the best follows
  TranslationView(boolean json, boolean table, boolean maps) {
    this.json = json;
    this.table = table;
    this.maps = maps;
  }

  /// Prints the translations of a line, best first; none of an empty line.
  void show(String line, List<Translation> best) {
    lines++;
    if (json) {
      System.out.println(object(line, best));
    } else if (best.isEmpty()) {
      System.out.println();
    } else if (table) {
      for (Translation translation : best) {
        System.out.println(
            String.format(
                Locale.ROOT, "%d\t%.4f\t%s", lines, translation.score(), oneLine(translation)));
      }
    } else {
      System.out.println(oneLine(best.getFirst()));
    }
    if (maps && !json && !best.isEmpty()) {
      AttentionMap map = AttentionMap.of(best.getFirst()).orElseThrow();
      System.out.println();
      map.lines(Terminals.width(SystemStream.Output), Terminals.isUnicode())
          .forEach(System.out::println);
      System.out.println();
    }
  }

  /// A model that writes bytes can write a line end, which would be the end of the translation.
  static String oneLine(Translation translation) {
    return translation.text().replaceAll("\\R", " ");
  }

  private ObjectNode object(String line, List<Translation> best) {
    ObjectNode object = JsonLines.object().put("source", line);
    if (best.isEmpty()) {
      return object.put("text", "");
    }
    Translation first = best.getFirst();
    describe(object, first);
    if (table) {
      ArrayNode list = object.putArray("best");
      best.forEach(translation -> describe(list.addObject(), translation));
    }
    if (maps) {
      ArrayNode sourceTokens = object.putArray("sourceTokens");
      first.sourceTokens().forEach(sourceTokens::add);
      ArrayNode targetTokens = object.putArray("targetTokens");
      first.targetTokens().forEach(targetTokens::add);
      ArrayNode attention = object.putArray("attention");
      for (float[] row : first.attention()) {
        ArrayNode weights = attention.addArray();
        for (float weight : row) {
          weights.add(weight);
        }
      }
    }
    return object;
  }

  private static void describe(ObjectNode object, Translation translation) {
    object
        .put("text", translation.text())
        .put("score", translation.score())
        .put("logProbability", translation.logProbability())
        .put("finished", translation.finished());
  }
}
