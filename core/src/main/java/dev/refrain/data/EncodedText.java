package dev.refrain.data;

/// A text as token numbers, with what is needed to report on it.
public final class EncodedText {
  private final int[] ids;
  private final long characters;
  private final long unknown;

  EncodedText(int[] ids, long characters, long unknown) {
    this.ids = ids;
    this.characters = characters;
    this.unknown = unknown;
  }

  /// The token numbers, in order, -1 for a token that has none (not copied; not to be changed).
  public int[] ids() {
    return ids;
  }

  /// How many tokens there are.
  public int tokens() {
    return ids.length;
  }

  /// How many characters (code points) the text has.
  public long characters() {
    return characters;
  }

  /// How many tokens were not in the vocabulary.
  public long unknown() {
    return unknown;
  }
}
