package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.decode.Suggestion;
import java.util.List;
import java.util.Locale;
import org.jline.terminal.spi.SystemStream;

/// How suggestions are shown: to people as a numbered table, to machines as one JSON object a line.
interface SuggestionView {
  /// Shows a text and how it may go on.
  void show(String text, List<Suggestion> suggestions);

  /// Says something about what was asked for.
  void remark(String sentence);

  static SuggestionView forMachines() {
    return new SuggestionView() {
      @Override
      public void show(String text, List<Suggestion> suggestions) {
        ObjectNode object = JsonLines.object();
        object.put("text", text);
        ArrayNode list = object.putArray("suggestions");
        for (Suggestion suggestion : suggestions) {
          list.addObject()
              .put("text", suggestion.text())
              .put("continuation", suggestion.continuation())
              .put("probability", suggestion.probability());
        }
        JsonLines.print(object);
      }

      @Override
      public void remark(String sentence) {
        System.err.println(sentence);
      }
    };
  }

  static SuggestionView forPeople() {
    boolean coloured = Terminals.isColoured(SystemStream.Output);
    return new SuggestionView() {
      @Override
      public void show(String text, List<Suggestion> suggestions) {
        var page = new StringBuilder();
        if (!text.isEmpty()) {
          page.append(System.lineSeparator()).append(text).append(System.lineSeparator());
        }
        page.append(table(suggestions, coloured));
        System.out.print(page);
        System.out.flush();
      }

      @Override
      public void remark(String sentence) {
        System.out.println(sentence);
        System.out.flush();
      }
    };
  }

  /// One line a suggestion: its number, its text, its probability.
  private static String table(List<Suggestion> suggestions, boolean coloured) {
    int widest = suggestions.stream().mapToInt(s -> visible(s.text()).length()).max().orElse(0);
    var table = new StringBuilder();
    for (int i = 0; i < suggestions.size(); i++) {
      String text = visible(suggestions.get(i).text());
      table
          .append(String.format(Locale.ROOT, "%3d  ", i + 1))
          .append(coloured ? "\u001b[1m" + text + "\u001b[0m" : text)
          .append(" ".repeat(widest - text.length()))
          .append(
              String.format(Locale.ROOT, "  %5.1f %%%n", 100 * suggestions.get(i).probability()));
    }
    return table.toString();
  }

  /// A text with its white space made visible, where there is nothing else to see.
  private static String visible(String text) {
    return switch (text) {
      case " " -> "(space)";
      case "\n" -> "(line end)";
      case "\t" -> "(tab)";
      default -> text.replace("\n", "(line end)");
    };
  }
}
