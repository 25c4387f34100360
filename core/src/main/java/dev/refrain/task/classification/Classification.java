package dev.refrain.task.classification;

import java.util.List;

/// What a classifier says of one item.
///
/// @param label the likeliest class
/// @param probability how likely it is
/// @param probabilities how likely each class is, in the order of the model's labels
/// @param attention how much each step that was read counted, adding up to 1; empty unless attention
///     reads out
public record Classification(
    String label, double probability, List<Double> probabilities, List<Double> attention) {

  public Classification {
    probabilities = List.copyOf(probabilities);
    attention = List.copyOf(attention);
  }
}
