package dev.refrain.task.translation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The BLEU score of a corpus (Papineni et al. 2002), equal to that of sacreBLEU 2 (Post 2018): n-grams
/// up to four, no effective order; of several references the one closest in length counts for
/// brevity, of equally close ones the shorter. The k-th of the orders without a match gets the
/// precision `1 / (2^k · n-grams)` (`exp`; Chen & Cherry 2014, their third), so that a few long
/// n-grams without a match do not make the whole score 0.
///
/// @param tokens how lines are cut into tokens
/// @param lowerCase whether upper and lower case are the same
public record Bleu(BleuTokens tokens, boolean lowerCase) {
  /// What papers report.
  public static final Bleu DEFAULT = new Bleu(BleuTokens.V13A, false);

  private static final int ORDERS = 4;

  /// Scores translations.
  ///
  /// @param hypotheses the translations, not tokenized
  /// @param references one list or several, each with a reference for every hypothesis
  /// @throws IllegalArgumentException if there is nothing to score, or references are missing
  public BleuScore score(List<String> hypotheses, List<List<String>> references) {
    ScoreLine.check(hypotheses, references);
    Counts counts = new Counts();
    for (int i = 0; i < hypotheses.size(); i++) {
      List<List<String>> allowed = new ArrayList<>();
      for (List<String> reference : references) {
        allowed.add(tokens(reference.get(i)));
      }
      counts.add(tokens(hypotheses.get(i)), allowed);
    }
    return counts.score(
        "nrefs:%d|case:%s|eff:no|tok:%s|smooth:exp|version:%s"
            .formatted(
                references.size(),
                ScoreLine.caseLabel(lowerCase),
                tokens.label(),
                ScoreLine.VERSION));
  }

  private List<String> tokens(String line) {
    return tokens.of(lowerCase ? line.toLowerCase(Locale.ROOT) : line);
  }

  /// What is counted over the corpus.
  private static final class Counts {
    private final long[] matches = new long[ORDERS];
    private final long[] totals = new long[ORDERS];
    private long hypothesisLength;
    private long referenceLength;

    void add(List<String> hypothesis, List<List<String>> references) {
      hypothesisLength += hypothesis.size();
      referenceLength += closest(hypothesis.size(), references);
      for (int n = 1; n <= ORDERS; n++) {
        Map<List<String>, Integer> most = new HashMap<>();
        for (List<String> reference : references) {
          NGrams.count(reference, n).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
        }
        matches[n - 1] += NGrams.matches(NGrams.count(hypothesis, n), most);
        totals[n - 1] += Math.max(0, hypothesis.size() - n + 1);
      }
    }

    private static int closest(int length, List<List<String>> references) {
      int closest = references.get(0).size();
      for (List<String> reference : references) {
        int distance = Math.abs(reference.size() - length);
        int least = Math.abs(closest - length);
        if (distance < least || (distance == least && reference.size() < closest)) {
          closest = reference.size();
        }
      }
      return closest;
    }

    BleuScore score(String signature) {
      List<Double> precisions = precisions();
      double sum = 0;
      for (double precision : precisions) {
        sum += Math.log(precision); // -∞ for 0
      }
      double brevity = brevityPenalty();
      return new BleuScore(
          brevity * Math.exp(sum / ORDERS),
          precisions,
          brevity,
          hypothesisLength,
          referenceLength,
          signature);
    }

    private List<Double> precisions() {
      List<Double> precisions = new ArrayList<>();
      boolean matched = matches[0] > 0; // longer ones match only where single tokens do
      double smoothing = 1;
      for (int n = 0; n < ORDERS; n++) {
        if (!matched || totals[n] == 0) {
          precisions.add(0.0);
        } else if (matches[n] == 0) {
          smoothing *= 2;
          precisions.add(100 / (smoothing * totals[n]));
        } else {
          precisions.add(100.0 * matches[n] / totals[n]);
        }
      }
      return precisions;
    }

    private double brevityPenalty() {
      if (hypothesisLength >= referenceLength) {
        return 1;
      }
      return hypothesisLength == 0 ? 0 : Math.exp(1 - (double) referenceLength / hypothesisLength);
    }
  }
}
