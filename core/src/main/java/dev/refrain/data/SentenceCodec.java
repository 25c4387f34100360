package dev.refrain.data;

import java.util.List;

/// Sentences to token numbers and back, for models that read or write whole sentences.
public final class SentenceCodec {
  /// The token before a sentence's first.
  public static final String BEGIN = "<s>";

  /// The token after a sentence's last.
  public static final String END = "</s>";

  private SentenceCodec() {}

  /// The smallest vocabulary that a unit can do with.
  static int smallestSize(TokenUnit unit) {
    return switch (unit) {
      case WORD -> 6;
      case CHARACTER -> 4;
      case BPE -> 260;
    };
  }

  /// Chooses the vocabulary for some sentences: those of one language, or those of both for a joint
  /// one.
  ///
  /// @throws DataException if there is nothing to learn in them
  public static SentenceCodec learn(TokenConfig config, List<String> sentences) {
    throw new UnsupportedOperationException("soon");
  }

  /// Makes a codec of the files it was written to.
  ///
  /// @param vocabularyName the name of the file of `vocabularyLines`, for messages
  /// @param mergesName the name of the file of `mergeLines`, for messages
  /// @throws DataException if the lines are not as [#vocabularyLines] and [#mergeLines] write them;
  ///     the message names file and line
  public static SentenceCodec parse(
      TokenConfig config,
      String vocabularyName,
      List<String> vocabularyLines,
      String mergesName,
      List<String> mergeLines) {
    throw new UnsupportedOperationException("soon");
  }

  public TokenConfig config() {
    throw new UnsupportedOperationException("soon");
  }

  public Vocabulary vocabulary() {
    throw new UnsupportedOperationException("soon");
  }

  /// The number of [#BEGIN].
  public int begin() {
    return 0;
  }

  /// The number of [#END].
  public int end() {
    return 1;
  }

  /// The number of the token for what is not in the vocabulary, or -1 if nothing can be unknown.
  public int unknown() {
    throw new UnsupportedOperationException("soon");
  }

  /// The token numbers of a sentence, normalised and cut, without begin and end. Safe for use by
  /// several threads.
  public int[] encode(String sentence) {
    throw new UnsupportedOperationException("soon");
  }

  /// The text of token numbers; begin and end say nothing. Any tokens in any order have a text:
  /// bytes that are not UTF-8 become U+FFFD.
  public String decode(int... ids) {
    throw new UnsupportedOperationException("soon");
  }

  /// What each token looks like by itself, as for the edges of an attention map: its own letters,
  /// with `▁` for white space.
  public List<String> surface(int... ids) {
    throw new UnsupportedOperationException("soon");
  }

  /// The lines of the file with the vocabulary; see [VocabularyFile].
  public List<String> vocabularyLines() {
    throw new UnsupportedOperationException("soon");
  }

  /// The lines of the file with the merges, in the order in which they were learned; none unless
  /// the unit is [TokenUnit#BPE].
  public List<String> mergeLines() {
    throw new UnsupportedOperationException("soon");
  }
}
