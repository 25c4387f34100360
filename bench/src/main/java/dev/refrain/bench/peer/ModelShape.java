package dev.refrain.bench.peer;

import java.util.Locale;

/// The sizes of a character language model.
///
/// @param vocabulary V, distinct characters
/// @param embedding width of the embedding; 0 for one-hot input
/// @param hidden H, units of every layer
/// @param dropout between the layers
public record ModelShape(
    Cell cell, int vocabulary, int embedding, int hidden, int layers, double dropout) {

  /// The recurrent layers that libtorch has a fused implementation of.
  public enum Cell {
    LSTM,
    GRU;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Checks the sizes.
  public ModelShape {
    if (vocabulary < 1 || embedding < 0 || hidden < 1 || layers < 1) {
      throw new IllegalArgumentException(
          "expected positive sizes, found vocabulary %d, embedding %d, hidden %d, layers %d"
              .formatted(vocabulary, embedding, hidden, layers));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("expected a dropout in [0, 1), found " + dropout);
    }
  }

  /// Width of what the first recurrent layer reads.
  int inputWidth() {
    return embedding == 0 ? vocabulary : embedding;
  }
}
