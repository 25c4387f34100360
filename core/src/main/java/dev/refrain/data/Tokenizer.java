package dev.refrain.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Cuts text into tokens and puts tokens together to text. For every text,
/// `rebuild(tokenize(text))` is `normalize(text)`.
public sealed interface Tokenizer permits CharacterTokenizer, SpacedTokenizer, WordTokenizer {

  /// Cuts a piece of text that follows on `before`, and gives each token to `sink`.
  ///
  /// @return the joint after the piece
  Joint cut(String text, Joint before, Consumer<String> sink);

  /// The text that one more token adds, with the space before it if one belongs there.
  String piece(Joint before, String token);

  /// The joint after one more token.
  Joint after(Joint before, String token);

  /// How much of the beginning of `text` is cut the same way whatever text follows, in `char`s.
  int settled(String text);

  /// Whether a text ends in white space that no token says.
  boolean endsInSpace(String text);

  /// The text as the tokens can say it: what of the white space they do not keep is made regular.
  String normalize(String text);

  /// Cuts a whole text.
  default List<String> tokenize(String text) {
    List<String> tokens = new ArrayList<>();
    cut(text, Joint.START, tokens::add);
    return tokens;
  }

  /// The text of a whole sequence of tokens.
  default String rebuild(Iterable<String> tokens) {
    StringBuilder text = new StringBuilder();
    Joint joint = Joint.START;
    for (String token : tokens) {
      text.append(piece(joint, token));
      joint = after(joint, token);
    }
    return text.toString();
  }
}
