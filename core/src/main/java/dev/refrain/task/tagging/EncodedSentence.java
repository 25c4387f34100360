package dev.refrain.task.tagging;

/// A sentence in numbers.
final class EncodedSentence {
  private final int[] words;
  private final int[] forms;
  private final int[] tags;

  /// @param words in the vocabulary
  /// @param forms in the [SurfaceForms] of all sentences
  /// @param tags −1 where the model does not know the tag, or nobody has said it
  EncodedSentence(int[] words, int[] forms, int[] tags) {
    this.words = words;
    this.forms = forms;
    this.tags = tags;
  }

  int length() {
    return words.length;
  }

  int word(int at) {
    return words[at];
  }

  int form(int at) {
    return forms[at];
  }

  int tag(int at) {
    return tags[at];
  }

  /// Whether the model knows all its tags.
  boolean learnable() {
    for (int tag : tags) {
      if (tag < 0) {
        return false;
      }
    }
    return true;
  }
}
