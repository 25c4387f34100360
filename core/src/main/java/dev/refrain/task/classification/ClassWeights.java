package dev.refrain.task.classification;

import dev.refrain.data.DataException;
import dev.refrain.data.Vocabulary;
import java.util.Arrays;
import java.util.List;

/// How much an item of each class counts in the loss: 1 on the mean over the items to learn from, so
/// that weights change what is learned and not how fast.
final class ClassWeights {
  private ClassWeights() {}

  /// The weights, one for each class; null if all items count the same.
  ///
  /// @param counts how many items of each class are learned
  /// @throws DataException if a class is weighted that there is not
  static double[] of(ClassificationConfig config, Vocabulary labels, List<Long> counts) {
    if (!config.balanced() && config.classWeights().isEmpty()) {
      return null;
    }
    double[] weights = new double[labels.size()];
    Arrays.fill(weights, 1);
    for (int label = 0; config.balanced() && label < weights.length; label++) {
      weights[label] = 1.0 / Math.max(1, counts.get(label));
    }
    for (ClassWeight weight : config.classWeights()) {
      int label = labels.tokens().indexOf(weight.label());
      if (label < 0) {
        throw new DataException(
            "There is a weight for the class '%s', which no item is of; the classes are %s."
                .formatted(weight.label(), ClassificationCorpus.listed(labels.tokens())));
      }
      weights[label] = weight.weight();
    }
    double sum = 0;
    long items = 0;
    for (int label = 0; label < weights.length; label++) {
      sum += weights[label] * counts.get(label);
      items += counts.get(label);
    }
    for (int label = 0; label < weights.length; label++) {
      weights[label] *= items / sum;
    }
    return weights;
  }
}
