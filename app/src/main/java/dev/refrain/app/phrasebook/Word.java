package dev.refrain.app.phrasebook;

/// A word in a sentence that is being put together.
///
/// @param meaning a number that a word of content shares with its translation; 0 for the small
///     words of grammar
record Word(String text, int meaning) {
  static Word small(String text) {
    return new Word(text, 0);
  }

  /// This word and one that is written together with it.
  Word joined(String newText, Word other) {
    return new Word(newText, Math.max(meaning, other.meaning));
  }
}
