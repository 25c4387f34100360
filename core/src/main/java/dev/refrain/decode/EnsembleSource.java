package dev.refrain.decode;

import java.util.List;

/// Several models that write together: the average of their probabilities, and of their attention
/// where they have it. They may differ in everything but their vocabulary.
public final class EnsembleSource implements StepSource {
  private final List<StepSource> members;
  private float[] logProbabilities = new float[0];
  private float[] attention = new float[0];

  /// @param members made for the same sentences
  /// @throws IllegalArgumentException if there is none, or the vocabularies differ in size
  public EnsembleSource(List<? extends StepSource> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an ensemble of no models; give at least one");
    }
    this.members = List.copyOf(members);
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i).vocabulary() != vocabulary()) {
        throw new IllegalArgumentException(
            "model %d of the ensemble knows %d tokens and the first %d; all must share one vocabulary"
                .formatted(i + 1, members.get(i).vocabulary(), vocabulary()));
      }
    }
  }

  @Override
  public int vocabulary() {
    return members.get(0).vocabulary();
  }

  @Override
  public StepScores advance(int[] from, int[] tokens) {
    List<StepScores> all = members.stream().map(m -> m.advance(from, tokens)).toList();
    int size = from.length * vocabulary();
    if (logProbabilities.length < size) {
      logProbabilities = new float[size];
    }
    average(all, size);
    StepScores scores = StepScores.of(from.length, vocabulary(), logProbabilities);
    List<StepScores> looking = all.stream().filter(s -> s.positions() > 0).toList();
    return looking.isEmpty() ? scores : withAttention(scores, looking);
  }

  /// The logarithm of the mean of probabilities; the largest is taken out, so that small ones do
  /// not vanish.
  private void average(List<StepScores> all, int size) {
    double logCount = Math.log(all.size());
    for (int i = 0; i < size; i++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (StepScores scores : all) {
        largest = Math.max(largest, scores.logProbabilities()[i]);
      }
      double sum = 0;
      if (largest > Float.NEGATIVE_INFINITY) {
        for (StepScores scores : all) {
          sum += Math.exp(scores.logProbabilities()[i] - largest);
        }
      }
      logProbabilities[i] = (float) (largest + Math.log(sum) - logCount);
    }
  }

  private StepScores withAttention(StepScores scores, List<StepScores> looking) {
    int positions = looking.get(0).positions();
    int size = scores.rows() * positions;
    if (attention.length < size) {
      attention = new float[size];
    }
    for (StepScores member : looking) {
      if (member.positions() != positions) {
        throw new IllegalArgumentException(
            "the models of the ensemble look at %d and at %d source positions; all must read the same tokens"
                .formatted(positions, member.positions()));
      }
    }
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (StepScores member : looking) {
        sum += member.attention()[i];
      }
      attention[i] = (float) (sum / looking.size());
    }
    return scores.withAttention(positions, attention);
  }
}
