package dev.refrain.task.translation;

import dev.refrain.data.EncodedPair;
import java.util.Arrays;
import java.util.List;

/// Sources as the encoder reads them: with their ends, so that even an empty sentence has a token.
final class SourceSide {
  private SourceSide() {}

  static int[] ended(int[] source, int end) {
    int[] ended = Arrays.copyOf(source, source.length + 1);
    ended[source.length] = end;
    return ended;
  }

  static List<EncodedPair> ended(List<EncodedPair> pairs, int end) {
    return pairs.stream()
        .map(pair -> new EncodedPair(ended(pair.source(), end), pair.target()))
        .toList();
  }
}
