package dev.refrain.task.language;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import dev.refrain.data.CharacterTokenizer;
import dev.refrain.data.Tokenizer;
import dev.refrain.data.WordTokenizer;

/// What a language model reads and writes one of at a step.
public enum TextLevel {
  /// Unicode characters (code points); see [CharacterTokenizer].
  CHARACTER("char"),
  /// Words and punctuation marks; see [WordTokenizer].
  WORD("word");

  private final String label;

  TextLevel(String label) {
    this.label = label;
  }

  /// The name people write: `char` or `word`.
  @JsonValue
  public String label() {
    return label;
  }

  /// The level of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static TextLevel named(String label) {
    return Labels.find(values(), TextLevel::label, "level", label);
  }

  /// What cuts text at this level.
  Tokenizer tokenizer(WordTokenizer.Lines lines) {
    return switch (this) {
      case CHARACTER -> new CharacterTokenizer();
      case WORD -> new WordTokenizer(lines);
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
