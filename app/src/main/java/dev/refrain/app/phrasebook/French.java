package dev.refrain.app.phrasebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What French spelling does to neighbours: `ma école` becomes `mon école`, `le oiseau` becomes
/// `l'oiseau`, `de le garçon` becomes `du garçon`. In this order, for elision keeps `de le oiseau`
/// from becoming `du oiseau`.
final class French {
  private static final String VOWELS = "aàâeéèêiîoôuûhœ"; // each h of the lexicon is silent

  private static final Set<String> ELIDED = Set.of("je", "me", "te", "le", "la", "ne", "de");

  private static final Map<String, String> BEFORE_VOWEL =
      Map.of("ma", "mon", "ta", "ton", "sa", "son", "ce", "cet");

  private static final Map<String, String> CONTRACTED = Map.of("à le", "au", "de le", "du");

  private French() {}

  static boolean startsWithVowel(String word) {
    return VOWELS.indexOf(word.charAt(0)) >= 0;
  }

  /// @param words the words in order, each in the form it has on its own
  static List<Word> spelled(List<Word> words) {
    List<Word> spelled = new ArrayList<>();
    for (Word word : words.reversed()) { // whether a word elides depends on what follows it
      if (spelled.isEmpty()) {
        spelled.add(word);
        continue;
      }
      Word next = spelled.getFirst();
      boolean vowel = startsWithVowel(next.text());
      String contracted = CONTRACTED.get(word.text() + " " + next.text());
      if (vowel && ELIDED.contains(word.text())) {
        String stem = word.text().substring(0, word.text().length() - 1);
        spelled.set(0, word.joined(stem + "'" + next.text(), next));
      } else if (contracted != null) {
        spelled.set(0, word.joined(contracted, next));
      } else {
        String form = vowel ? BEFORE_VOWEL.getOrDefault(word.text(), word.text()) : word.text();
        spelled.addFirst(new Word(form, word.meaning()));
      }
    }
    return spelled;
  }
}
