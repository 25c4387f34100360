package dev.refrain.app;

import dev.refrain.app.phrasebook.PhrasePair;
import dev.refrain.app.phrasebook.PhrasePair.Link;
import dev.refrain.task.translation.Translation;
import java.util.List;

/// How well sentences of the phrase book were translated, and whether the model looked where it
/// should: the grammar knows which word translates which.
///
/// @param sentences how many there were
/// @param exact how many were translated word for word as in the book
/// @param words how many words of content those have; in others it is not known where to look
/// @param attended at how many of these words the most attention was on the word they translate
record PhraseScore(int sentences, int exact, int words, int attended) {

  static final PhraseScore NONE = new PhraseScore(0, 0, 0, 0);

  static PhraseScore of(List<PhrasePair> pairs, List<Translation> translations) {
    PhraseScore score = NONE;
    for (int i = 0; i < pairs.size(); i++) {
      Translation translation = translations.get(i);
      score = score.plus(pairs.get(i), translation.text(), translation.attention());
    }
    return score;
  }

  /// This score with one more sentence.
  ///
  /// @param attention a row of weights over the English words for each French word
  PhraseScore plus(PhrasePair pair, String translation, float[][] attention) {
    if (!translation.equals(pair.french())) {
      return new PhraseScore(sentences + 1, exact, words, attended);
    }
    int hits = 0;
    for (Link link : pair.links()) {
      hits += largest(attention[link.french()]) == link.english() ? 1 : 0;
    }
    return new PhraseScore(sentences + 1, exact + 1, words + pair.links().size(), attended + hits);
  }

  private static int largest(float[] weights) {
    int largest = 0;
    for (int i = 1; i < weights.length; i++) {
      if (weights[i] > weights[largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /// The share of sentences that are exact, in per cent.
  double exactPercent() {
    return 100.0 * exact / sentences;
  }

  /// The share of words that are attended, in per cent.
  double attendedPercent() {
    return 100.0 * attended / words;
  }
}
