package dev.refrain.task.classification;

import dev.refrain.metric.ConfusionMatrix;

/// How well a classifier does on labelled items.
///
/// @param matrix which class was taken for which
/// @param nats the sum of `−log p` of the right classes
public record ClassificationReport(ConfusionMatrix matrix, double nats) {

  /// The mean over all items.
  public double natsPerItem() {
    return nats / matrix.total();
  }
}
