package dev.refrain.metric;

import java.util.ArrayList;
import java.util.List;

/// Which class was taken for which, counted.
public final class ConfusionMatrix {
  private final List<String> labels;
  private final long[][] counts; // [truth][prediction]

  /// Nothing counted yet.
  ///
  /// @param labels the names of the classes, in the order of their numbers
  public ConfusionMatrix(List<String> labels) {
    this.labels = List.copyOf(labels);
    this.counts = new long[labels.size()][labels.size()];
  }

  /// Counts one prediction.
  ///
  /// @throws IndexOutOfBoundsException if a number is none of a class
  public void add(int truth, int predicted) {
    counts[truth][predicted]++;
  }

  public List<String> labels() {
    return labels;
  }

  /// How many of the class `truth` were taken for `predicted`.
  public long count(int truth, int predicted) {
    return counts[truth][predicted];
  }

  /// How many predictions were counted.
  public long total() {
    long total = 0;
    for (long[] row : counts) {
      for (long count : row) {
        total += count;
      }
    }
    return total;
  }

  /// The part of all predictions that is right; 0 if there are none.
  public double accuracy() {
    long right = 0;
    for (int label = 0; label < counts.length; label++) {
      right += counts[label][label];
    }
    long total = total();
    return total == 0 ? 0 : (double) right / total;
  }

  /// How well each class is found, in the order of the labels.
  public List<ClassScore> scores() {
    List<ClassScore> scores = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      long predicted = 0;
      long support = 0;
      for (int other = 0; other < counts.length; other++) {
        predicted += counts[other][label];
        support += counts[label][other];
      }
      scores.add(new ClassScore(labels.get(label), counts[label][label], predicted, support));
    }
    return scores;
  }

  /// The mean of F1 over the classes that occur, in truth or in predictions; 0 if none does. The
  /// same as scikit-learn's `f1_score(average="macro")`.
  public double macroF1() {
    return scores().stream()
        .filter(score -> score.predicted() + score.support() > 0)
        .mapToDouble(ClassScore::f1)
        .average()
        .orElse(0);
  }
}
