package dev.refrain.decode;

import java.util.List;

/// The search for the likeliest sequences of a batch of sentences, all side by side: at each step
/// the `width` likeliest continuations of a sentence are taken (of equally likely ones those of the
/// better sequence, then of the smaller token); those that end are finished, the others go on. A
/// beam of width 1 is the greedy rollout.
///
/// Unfinished sequences of a sentence, which all have the same length, are compared by
/// log-probability; finished ones by Wu et al. 2016 (GNMT, equation 14):
/// ```
/// score = log P(Y|X) / lp(Y) + cp(X; Y)
/// lp(Y) = ((5 + |Y|) / 6)^lengthNormalization
/// cp(X; Y) = coveragePenalty · Σ_i log(min(Σ_j a[j,i], 1))
/// ```
/// where |Y| counts the token that ends the sequence, and a[j,i] is the attention that token j,
/// again with the one that ends, gave to source position i. A position that got less than 10⁻⁶ of
/// attention in sum counts as 10⁻⁶, so that a score stays finite.
///
/// A sequence is followed no further once it could not come among the `best` finished ones even if
/// all its further tokens were certain, up to the maximum length; a sentence is done when none is
/// left. At the maximum length those that do not end are cut off; if nothing was finished by then,
/// the best of these is the result, marked as unfinished.
///
/// @param width how many continuations are followed in each sentence
/// @param lengthNormalization 0 compares plain log-probabilities, which favours short sequences; 1
///     nearly their average over the tokens; usual are 0.6 to 1
/// @param coveragePenalty how much it costs to leave source positions without attention; 0 for
///     none, usual is 0.2
/// @param limits how long sequences may be
/// @param best how many are wanted for each sentence, at most `width`
public record BeamSearch(
    int width, double lengthNormalization, double coveragePenalty, LengthLimits limits, int best) {
  /// Always the likeliest token.
  public static final BeamSearch GREEDY = new BeamSearch(1, 0, 0, LengthLimits.DEFAULT, 1);

  private static final double LEAST_COVERAGE = 1e-6;

  /// @throws IllegalArgumentException if a value is out of its range
  public BeamSearch {
    if (width < 1) {
      throw new IllegalArgumentException(
          "a beam of %d; it must be 1 or more, usual are 4 to 10".formatted(width));
    }
    if (!(lengthNormalization >= 0 && lengthNormalization <= 100)) {
      throw new IllegalArgumentException(
          "a length normalization of %s; it must be 0 or more, usual are 0.6 to 1"
              .formatted(lengthNormalization));
    }
    if (!(coveragePenalty >= 0 && coveragePenalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a coverage penalty of %s; it must be 0 or more, usual is 0.2"
              .formatted(coveragePenalty));
    }
    if (best < 1 || best > width) {
      throw new IllegalArgumentException(
          "the best %d of a beam of %d; it must be 1 or more, and at most the beam"
              .formatted(best, width));
    }
  }

  /// A beam with a length normalization of 1 that looks for the best sequence.
  public static BeamSearch ofWidth(int width) {
    return new BeamSearch(width, 1, 0, LengthLimits.DEFAULT, 1);
  }

  /// The same with another length normalization.
  public BeamSearch withLengthNormalization(double newLengthNormalization) {
    return new BeamSearch(width, newLengthNormalization, coveragePenalty, limits, best);
  }

  /// The same with another coverage penalty.
  public BeamSearch withCoveragePenalty(double newCoveragePenalty) {
    return new BeamSearch(width, lengthNormalization, newCoveragePenalty, limits, best);
  }

  /// The same with other limits of length.
  public BeamSearch withLimits(LengthLimits newLimits) {
    return new BeamSearch(width, lengthNormalization, coveragePenalty, newLimits, best);
  }

  /// The same that looks for another number of sequences.
  public BeamSearch withBest(int newBest) {
    return new BeamSearch(width, lengthNormalization, coveragePenalty, limits, newBest);
  }

  /// Searches for the best sequences of each sentence that `source` was made for.
  ///
  /// @param sourceLengths the length of each sentence, in positions of the attention
  /// @return for each sentence its sequences, best first; fewer than wanted if fewer were finished
  /// @throws IllegalArgumentException if a log-probability is NaN or above 0, or attention is needed
  ///     for the coverage penalty and there is none
  public List<List<Hypothesis>> search(StepSource source, TokenRoles roles, int... sourceLengths) {
    return new BeamRun(this, source, roles, sourceLengths).search();
  }

  /// The score of a sequence.
  ///
  /// @param length how many tokens the log-probability is of
  /// @param coverage the attention that each source position got in sum, from `start`; may be null
  ///     without a coverage penalty
  double score(double logProbability, int length, double[] coverage, int start, int sourceLength) {
    double score = normalized(logProbability, length);
    if (coveragePenalty > 0) {
      double sum = 0;
      for (int i = start; i < start + sourceLength; i++) {
        sum += Math.log(Math.clamp(coverage[i], LEAST_COVERAGE, 1));
      }
      score += coveragePenalty * sum;
    }
    return score;
  }

  /// A log-probability divided by lp(Y): also the most that a sequence of this log-probability can
  /// reach by the time it has this length.
  double normalized(double logProbability, int length) {
    return logProbability / Math.pow((5 + length) / 6.0, lengthNormalization);
  }
}
