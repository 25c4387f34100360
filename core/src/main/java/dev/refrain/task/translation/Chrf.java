package dev.refrain.task.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The character n-gram F-score of a corpus, chrF (Popović 2015), equal to that of sacreBLEU 2: n-grams
/// of one to six characters without white space, recall weighs twice as much as precision; precision
/// and recall are averaged over the orders that occur, then combined. Of several references the one
/// with the best score of the sentence counts.
///
/// @param wordOrder 0 for chrF; 2 counts words and pairs of words as well, chrF++ (Popović 2017)
/// @param lowerCase whether upper and lower case are the same
public record Chrf(int wordOrder, boolean lowerCase) {
  /// What papers report as chrF2.
  public static final Chrf DEFAULT = new Chrf(0, false);

  private static final int CHARACTER_ORDER = 6;
  private static final int BETA = 2;
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /// @throws IllegalArgumentException if the word order is not 0, 1 or 2
  public Chrf {
    if (wordOrder < 0 || wordOrder > 2) {
      throw new IllegalArgumentException(
          "a word order of %d; it is 0 for chrF, 2 for chrF++".formatted(wordOrder));
    }
  }

  /// Scores translations.
  ///
  /// @param hypotheses the translations, not tokenized
  /// @param references one list or several, each with a reference for every hypothesis
  /// @throws IllegalArgumentException if there is nothing to score, or references are missing
  public ChrfScore score(List<String> hypotheses, List<List<String>> references) {
    ScoreLine.check(hypotheses, references);
    Counts corpus = new Counts(CHARACTER_ORDER + wordOrder);
    for (int i = 0; i < hypotheses.size(); i++) {
      Counts best = null;
      List<Map<List<String>, Integer>> hypothesis = ngrams(hypotheses.get(i));
      for (List<String> reference : references) {
        Counts counts = Counts.of(hypothesis, ngrams(reference.get(i)));
        if (best == null || counts.score() > best.score()) {
          best = counts;
        }
      }
      corpus.add(best);
    }
    return new ChrfScore(
        corpus.score(),
        "chrF" + BETA + "+".repeat(wordOrder),
        "nrefs:%d|case:%s|eff:yes|nc:%d|nw:%d|space:no|version:%s"
            .formatted(
                references.size(),
                ScoreLine.caseLabel(lowerCase),
                CHARACTER_ORDER,
                wordOrder,
                ScoreLine.VERSION));
  }

  /// The n-grams of each order, first those of characters, then those of words.
  private List<Map<List<String>, Integer>> ngrams(String line) {
    String cased = lowerCase ? line.toLowerCase(Locale.ROOT) : line;
    List<String> words = WhiteSpace.words(cased);
    List<String> characters =
        String.join("", words).codePoints().mapToObj(Character::toString).toList();
    List<Map<List<String>, Integer>> ngrams = new ArrayList<>();
    for (int n = 1; n <= CHARACTER_ORDER; n++) {
      ngrams.add(NGrams.count(characters, n));
    }
    List<String> separated = words.stream().flatMap(w -> separated(w).stream()).toList();
    for (int n = 1; n <= wordOrder; n++) {
      ngrams.add(NGrams.count(separated, n));
    }
    return ngrams;
  }

  /// A word with one punctuation mark taken off: the last, or if there is none the first.
  private static List<String> separated(String word) {
    int last = word.length() - 1;
    if (last > 0 && PUNCTUATION.indexOf(word.charAt(last)) >= 0) {
      return List.of(word.substring(0, last), word.substring(last));
    }
    if (last > 0 && PUNCTUATION.indexOf(word.charAt(0)) >= 0) {
      return List.of(word.substring(0, 1), word.substring(1));
    }
    return List.of(word);
  }

  /// How many n-grams of each order there are and how many match.
  private static final class Counts {
    private final long[] hypothesis;
    private final long[] reference;
    private final long[] matches;

    Counts(int orders) {
      hypothesis = new long[orders];
      reference = new long[orders];
      matches = new long[orders];
    }

    /// The counts of a sentence. An order that the reference is too short for counts nothing.
    static Counts of(
        List<Map<List<String>, Integer>> hypothesis, List<Map<List<String>, Integer>> reference) {
      Counts counts = new Counts(hypothesis.size());
      for (int i = 0; i < hypothesis.size(); i++) {
        counts.reference[i] = sum(reference.get(i));
        counts.hypothesis[i] = counts.reference[i] == 0 ? 0 : sum(hypothesis.get(i));
        counts.matches[i] = NGrams.matches(hypothesis.get(i), reference.get(i));
      }
      return counts;
    }

    private static long sum(Map<List<String>, Integer> counts) {
      return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    void add(Counts other) {
      for (int i = 0; i < matches.length; i++) {
        hypothesis[i] += other.hypothesis[i];
        reference[i] += other.reference[i];
        matches[i] += other.matches[i];
      }
    }

    /// The F-score, 0 to 100.
    double score() {
      double precision = 0;
      double recall = 0;
      int orders = 0;
      for (int i = 0; i < matches.length; i++) {
        if (hypothesis[i] > 0 && reference[i] > 0) {
          precision += (double) matches[i] / hypothesis[i];
          recall += (double) matches[i] / reference[i];
          orders++;
        }
      }
      if (precision + recall == 0) {
        return 0;
      }
      precision /= orders;
      recall /= orders;
      int weight = BETA * BETA;
      return 100 * ((1 + weight) * precision * recall / (weight * precision + recall));
    }
  }
}
