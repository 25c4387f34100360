package dev.refrain.task.translation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// What all scores of translations share: their input, and how they are written.
final class ScoreLine {
  /// The version of the scores' definitions, which a signature ends with.
  static final String VERSION = "refrain-1.0";

  private ScoreLine() {}

  /// @throws IllegalArgumentException if there is nothing to score, or references are missing
  static void check(List<String> hypotheses, List<List<String>> references) {
    if (hypotheses.isEmpty()) {
      throw new IllegalArgumentException("no sentences to score");
    }
    if (references.isEmpty()) {
      throw new IllegalArgumentException("no references to score against");
    }
    for (List<String> reference : references) {
      if (reference.size() != hypotheses.size()) {
        throw new IllegalArgumentException(
            "%d sentences to score and %d references; each needs its own"
                .formatted(hypotheses.size(), reference.size()));
      }
    }
  }

  /// The case entry of a signature.
  static String caseLabel(boolean lowerCase) {
    return lowerCase ? "lc" : "mixed";
  }

  /// A number with so many decimals. Its exact binary value is rounded, and a half to the even
  /// digit, as C and Python do; `String.format` would write some scores otherwise.
  static String fixed(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
