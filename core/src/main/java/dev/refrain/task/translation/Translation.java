package dev.refrain.task.translation;

import dev.refrain.decode.Hypothesis;
import java.util.List;

/// A sentence that a model wrote, and how.
public final class Translation {
  private final String text;
  private final List<String> sourceTokens;
  private final List<String> targetTokens;
  private final Hypothesis hypothesis;

  Translation(
      String text, List<String> sourceTokens, List<String> targetTokens, Hypothesis hypothesis) {
    this.text = text;
    this.sourceTokens = List.copyOf(sourceTokens);
    this.targetTokens = List.copyOf(targetTokens);
    this.hypothesis = hypothesis;
  }

  /// The sentence.
  public String text() {
    return text;
  }

  /// What the decoder ranked it by; larger is better.
  public double score() {
    return hypothesis.score();
  }

  /// The natural logarithm of its probability.
  public double logProbability() {
    return hypothesis.logProbability();
  }

  /// Whether the model ended it; false if it was cut off at the maximum length.
  public boolean finished() {
    return hypothesis.finished();
  }

  /// What was read, token by token, its end included; see [dev.refrain.data.SentenceCodec#surface].
  public List<String> sourceTokens() {
    return sourceTokens;
  }

  /// What was written, token by token, its end included if it was written.
  public List<String> targetTokens() {
    return targetTokens;
  }

  /// Where the model looked: for each target token a row of weights over the source tokens (a
  /// copy). Without attention there are no rows.
  public float[][] attention() {
    return hypothesis.attention();
  }

  @Override
  public String toString() {
    return text;
  }
}
