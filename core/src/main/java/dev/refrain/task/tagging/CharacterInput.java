package dev.refrain.task.tagging;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireWhole;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;

/// How words are composed from their characters.
///
/// @param embedding how many numbers stand for a character; 0 if words are not composed
/// @param layers what reads the characters of a word; both directions, the last outputs of which
///     stand for the word
/// @param longest how many characters of a word are read: of a longer one the middle is left out
public record CharacterInput(int embedding, RecurrentConfig layers, int longest) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public CharacterInput {
    requireWhole("characters.embedding", embedding, 0, 1 << 16);
    require(layers != null, "characters.layers is missing: the cell and the widths of the layers");
    requireWhole("characters.longest", longest, 2, 1 << 16);
  }

  /// Composition by an LSTM of so many units in each direction.
  public static CharacterInput of(int embedding, int hidden) {
    return new CharacterInput(
        embedding, RecurrentConfig.of(CellKind.LSTM, hidden).bothDirections(), 40);
  }

  /// No composition: what is unknown has no form.
  public static CharacterInput none() {
    return of(0, 25);
  }

  /// Whether words are composed.
  boolean composes() {
    return embedding > 0;
  }
}
