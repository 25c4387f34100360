package dev.refrain.task.translation;

import java.util.List;
import java.util.stream.Collectors;

/// The BLEU score of a corpus and what it is made of.
///
/// @param score 0 to 100
/// @param precisions of n-grams of one to four tokens, 0 to 100, smoothed
/// @param brevityPenalty 1 unless the hypotheses are shorter than the references
/// @param hypothesisLength tokens in all hypotheses
/// @param referenceLength tokens in the references of closest length
/// @param signature all that must be known to compare the score with another
public record BleuScore(
    double score,
    List<Double> precisions,
    double brevityPenalty,
    long hypothesisLength,
    long referenceLength,
    String signature) {

  public BleuScore {
    precisions = List.copyOf(precisions);
  }

  /// The score as sacreBLEU writes it: `BLEU = 33.10 65.1/39.8/26.4/17.7 (BP = 1.000 ratio = 1.013
  /// hyp_len = 12218 ref_len = 12064)`.
  public String line() {
    double ratio = referenceLength == 0 ? 0 : (double) hypothesisLength / referenceLength;
    return "BLEU = %s %s (BP = %s ratio = %s hyp_len = %d ref_len = %d)"
        .formatted(
            ScoreLine.fixed(score, 2),
            precisions.stream().map(p -> ScoreLine.fixed(p, 1)).collect(Collectors.joining("/")),
            ScoreLine.fixed(brevityPenalty, 3),
            ScoreLine.fixed(ratio, 3),
            hypothesisLength,
            referenceLength);
  }
}
