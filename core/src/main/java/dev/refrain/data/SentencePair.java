package dev.refrain.data;

/// A sentence and its translation.
///
/// @param source the sentence that is read
/// @param target the sentence that is written
public record SentencePair(String source, String target) {
  /// The pair for the other direction.
  public SentencePair swapped() {
    return new SentencePair(target, source);
  }
}
