package dev.refrain.app;

import dev.refrain.task.translation.Translation;
import java.util.List;
import org.jline.terminal.spi.SystemStream;

/// Where a model looked while it wrote: for each token written a row of weights over the tokens
/// read, as in figure 3 of Bahdanau, Cho & Bengio 2014.
final class AttentionMap {
  private final List<String> source;
  private final List<String> target;
  private final float[][] weights;

  /// @param source S tokens that were read
  /// @param target T tokens that were written
  /// @param weights `[T, S]`, each row of sum 1 (not copied)
  /// @throws IllegalArgumentException if the weights are not as many as that
  AttentionMap(List<String> source, List<String> target, float[][] weights) {
    this.source = List.copyOf(source);
    this.target = List.copyOf(target);
    this.weights = weights;
    if (weights.length != target.size()) {
      throw new IllegalArgumentException(
          "%d rows of attention for %d tokens".formatted(weights.length, target.size()));
    }
    for (float[] row : weights) {
      if (row.length != source.size()) {
        throw new IllegalArgumentException(
            "a row of attention over %d tokens, there are %d"
                .formatted(row.length, source.size()));
      }
    }
  }

  /// The map of a translation by a model with attention.
  static AttentionMap of(Translation translation) {
    return new AttentionMap(
        translation.sourceTokens(), translation.targetTokens(), translation.attention());
  }

  /// The tokens that were read: the columns.
  List<String> source() {
    return source;
  }

  /// The tokens that were written: the rows.
  List<String> target() {
    return target;
  }

  /// How much token `row` of the target looked at token `column` of the source, 0 to 1.
  float weight(int row, int column) {
    return weights[row][column];
  }

  /// The map in characters for this terminal.
  String blocks() {
    return blocks(Terminals.width(SystemStream.Output), Terminals.isUnicode());
  }

  /// The map in characters: the darker, the more weight. Lines end with a line feed.
  ///
  /// @param width the columns there are; a wider map is shown in pieces, one below the other
  /// @param unicode whether there are characters beyond ASCII
  String blocks(int width, boolean unicode) {
    return new AttentionBlocks(this, width, unicode).text();
  }
}
