package dev.refrain.task.tagging;

import dev.refrain.data.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The different words of some sentences, each once, as the numbers of their characters.
final class SurfaceForms {
  private final Vocabulary characters;
  private final int longest;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<int[]> spellings = new ArrayList<>();

  /// @param longest how many characters of a word are kept
  SurfaceForms(Vocabulary characters, int longest) {
    this.characters = characters;
    this.longest = longest;
  }

  /// The number of a word, which is added if it is new.
  int number(String word) {
    return numbers.computeIfAbsent(
        word,
        w -> {
          spellings.add(spell(w));
          return spellings.size() - 1;
        });
  }

  private int[] spell(String word) {
    int[] all =
        word.codePoints()
            .map(
                c -> {
                  int id = characters.id(character(c));
                  return id < 0 ? characters.unknown() : id;
                })
            .toArray();
    if (all.length <= longest) {
      return all;
    }
    int[] cut = new int[longest];
    int front = (longest + 1) / 2;
    System.arraycopy(all, 0, cut, 0, front);
    System.arraycopy(all, all.length - (longest - front), cut, front, longest - front);
    return cut;
  }

  /// A character as a token; half a surrogate pair, which is none, is as good as unknown.
  static String character(int codePoint) {
    boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return half ? "\uFFFD" : Character.toString(codePoint);
  }

  /// The numbers of a word's characters.
  int[] spelling(int number) {
    return spellings.get(number);
  }

  /// How many there are.
  int size() {
    return spellings.size();
  }
}
