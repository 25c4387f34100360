package dev.refrain.app.attention;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/// How many columns text takes in a terminal: two for a character of East Asia or an emoji, none for
/// an accent that stands by itself.
final class DisplayWidth {
  private DisplayWidth() {}

  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int character) {
    return Math.max(0, WCWidth.wcwidth(character));
  }

  /// Spaces that fill `text` up to so many columns.
  static String padding(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text)));
  }

  /// The characters of a text, each together with what takes no column behind it.
  static List<String> characters(String text) {
    List<String> characters = new ArrayList<>();
    text.codePoints()
        .forEach(
            character -> {
              String one = Character.toString(character);
              if (of(character) == 0 && !characters.isEmpty()) {
                characters.add(characters.removeLast() + one);
              } else {
                characters.add(one);
              }
            });
    return characters;
  }
}
