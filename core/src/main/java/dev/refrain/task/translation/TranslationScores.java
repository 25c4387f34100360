package dev.refrain.task.translation;

import java.util.List;
import java.util.Locale;

/// How good translations are, by the measures the field uses.
///
/// @param bleu with 13a tokens
/// @param chrf without words
/// @param exactMatch the share of translations, 0 to 1, that are a reference word for word
public record TranslationScores(BleuScore bleu, ChrfScore chrf, double exactMatch) {

  /// Scores translations.
  ///
  /// @param lowerCase whether upper and lower case are the same
  /// @param hypotheses the translations, not tokenized
  /// @param references one list or several, each with a reference for every hypothesis
  /// @throws IllegalArgumentException if there is nothing to score, or references are missing
  public static TranslationScores of(
      boolean lowerCase, List<String> hypotheses, List<List<String>> references) {
    return new TranslationScores(
        new Bleu(BleuTokens.V13A, lowerCase).score(hypotheses, references),
        new Chrf(0, lowerCase).score(hypotheses, references),
        exactMatch(lowerCase, hypotheses, references));
  }

  private static double exactMatch(
      boolean lowerCase, List<String> hypotheses, List<List<String>> references) {
    int matches = 0;
    for (int i = 0; i < hypotheses.size(); i++) {
      List<String> words = words(lowerCase, hypotheses.get(i));
      int sentence = i;
      if (references.stream().anyMatch(r -> words(lowerCase, r.get(sentence)).equals(words))) {
        matches++;
      }
    }
    return (double) matches / hypotheses.size();
  }

  private static List<String> words(boolean lowerCase, String line) {
    return WhiteSpace.words(lowerCase ? line.toLowerCase(Locale.ROOT) : line);
  }
}
