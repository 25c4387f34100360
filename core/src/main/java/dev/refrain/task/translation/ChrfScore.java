package dev.refrain.task.translation;

/// The chrF score of a corpus.
///
/// @param score 0 to 100
/// @param name `chrF2`, or `chrF2++` where words count as well
/// @param signature all that must be known to compare the score with another
public record ChrfScore(double score, String name, String signature) {

  /// The score as sacreBLEU writes it: `chrF2 = 59.73`.
  public String line() {
    return "%s = %s".formatted(name, ScoreLine.fixed(score, 2));
  }
}
