package dev.refrain.data;

import java.util.List;

/// The words of a sentence, each with a tag.
///
/// @param words at least one
/// @param tags as many
/// @param lines where each word stands in its file, from 1; empty if it is of none
public record TaggedSentence(List<String> words, List<String> tags, List<Integer> lines) {
  /// @throws IllegalArgumentException if there is no word, or the numbers of words, tags and lines
  ///     differ
  public TaggedSentence {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    lines = List.copyOf(lines);
    if (words.isEmpty()
        || words.size() != tags.size()
        || !(lines.isEmpty() || lines.size() == words.size())) {
      throw new IllegalArgumentException(
          "a sentence of %d words with %d tags on %d lines; each word has one tag"
              .formatted(words.size(), tags.size(), lines.size()));
    }
  }

  /// A sentence of no file.
  public static TaggedSentence of(List<String> words, List<String> tags) {
    return new TaggedSentence(words, tags, List.of());
  }
}
