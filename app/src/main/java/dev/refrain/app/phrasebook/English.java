package dev.refrain.app.phrasebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What English spelling does to neighbours: `a apple` becomes `an apple`, and in speech `she is`
/// becomes `she's` and `does not` becomes `doesn't`.
final class English {
  private static final String VOWELS = "aeiou"; // the lexicon has no "hour" and no "university"

  private static final Map<String, String> WITH_PRONOUN =
      Map.of(
          "i am", "i'm",
          "you are", "you're",
          "he is", "he's",
          "she is", "she's",
          "we are", "we're",
          "they are", "they're",
          "there is", "there's");

  private static final Map<String, String> WITH_NOT =
      Map.of("is not", "isn't", "are not", "aren't", "do not", "don't", "does not", "doesn't");

  private English() {}

  /// How two words that can be contracted are written.
  enum Manner {
    /// `she is not`
    FULL,
    /// `she's not`
    PRONOUN_FIRST,
    /// `she isn't`
    NOT_FIRST
  }

  static List<Word> spelled(List<Word> words, Manner manner) {
    List<Word> spelled = new ArrayList<>();
    for (Word word : words) {
      Word before = spelled.isEmpty() ? null : spelled.getLast();
      String joined = before == null ? null : contracted(before.text(), word.text(), manner);
      if (joined != null) {
        spelled.set(spelled.size() - 1, before.joined(joined, word));
        continue;
      }
      if (before != null
          && before.text().equals("a")
          && VOWELS.indexOf(word.text().charAt(0)) >= 0) {
        spelled.set(spelled.size() - 1, new Word("an", before.meaning()));
      }
      spelled.add(word);
    }
    return spelled;
  }

  /// Two neighbours as one word, or null if they stay two.
  private static String contracted(String first, String second, Manner manner) {
    String both = first + " " + second;
    return switch (manner) {
      case FULL -> null;
      case PRONOUN_FIRST -> WITH_PRONOUN.get(both);
      case NOT_FIRST -> WITH_NOT.get(both);
    };
  }
}
