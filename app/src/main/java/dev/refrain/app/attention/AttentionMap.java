package dev.refrain.app.attention;

import dev.refrain.task.translation.Translation;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/// Where a model looked while it wrote a sentence, ready to be shown.
public final class AttentionMap {
  private final List<String> source;
  private final List<String> target;
  private final float[][] weights;

  /// @param source the tokens that were read, S of them
  /// @param target the tokens that were written, T of them
  /// @param weights a row for each token written, `[T, S]`, each number from 0 to 1
  /// @throws IllegalArgumentException if the weights are not `[T, S]`
  public AttentionMap(List<String> source, List<String> target, float[][] weights) {
    this.source = List.copyOf(source);
    this.target = List.copyOf(target);
    this.weights = new float[weights.length][];
    if (weights.length != target.size()) {
      throw new IllegalArgumentException(
          "an attention map of %d rows for %d tokens".formatted(weights.length, target.size()));
    }
    for (int row = 0; row < weights.length; row++) {
      if (weights[row].length != source.size()) {
        throw new IllegalArgumentException(
            "row %d of an attention map has %d weights for %d tokens"
                .formatted(row, weights[row].length, source.size()));
      }
      this.weights[row] = weights[row].clone();
    }
  }

  /// The map of a translation; none if the model has no attention.
  public static Optional<AttentionMap> of(Translation translation) {
    float[][] weights = translation.attention();
    return weights.length == 0
        ? Optional.empty()
        : Optional.of(
            new AttentionMap(translation.sourceTokens(), translation.targetTokens(), weights));
  }

  /// The tokens that were read.
  public List<String> source() {
    return source;
  }

  /// The tokens that were written.
  public List<String> target() {
    return target;
  }

  /// How much the model looked at a token of the source while it wrote one of the target, 0 to 1.
  public float weight(int targetToken, int sourceToken) {
    return weights[targetToken][sourceToken];
  }

  /// The map in lines for a terminal: a row for each token written, shades for the weights, and a
  /// line that says what they mean.
  ///
  /// @param width how many columns the terminal has; where the tokens of the source do not fit side
  ///     by side they are written from top to bottom
  /// @param unicode whether the terminal shows block characters; else ASCII stands for them
  public List<String> lines(int width, boolean unicode) {
    return new ShadedLines(this, unicode ? Shades.BLOCKS : Shades.ASCII).lines(width);
  }

  /// The map as an image, with a legend.
  ///
  /// @throws IllegalStateException if there is no font to write with on this machine
  public BufferedImage image() {
    return new MapImage(this).draw();
  }
}
