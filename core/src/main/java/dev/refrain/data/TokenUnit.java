package dev.refrain.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;

/// What a token of a sentence is.
public enum TokenUnit {
  /// A word, a number or a punctuation mark; see [WordTokenizer].
  WORD("word"),
  /// A Unicode character (code point); see [CharacterTokenizer].
  CHARACTER("char"),
  /// A frequent piece of a word, or a byte of what no piece says (byte pair encoding; Sennrich,
  /// Haddow & Birch 2016).
  BPE("bpe");

  private final String label;

  TokenUnit(String label) {
    this.label = label;
  }

  /// The name people write: `word`, `char` or `bpe`.
  @JsonValue
  public String label() {
    return label;
  }

  /// The unit of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static TokenUnit named(String label) {
    return Labels.find(values(), TokenUnit::label, "unit", label);
  }

  @Override
  public String toString() {
    return label;
  }
}
