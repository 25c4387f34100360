package dev.refrain.data;

/// Text to token numbers and back: a tokenizer with its vocabulary.
///
/// @param tokenizer how text is cut
/// @param vocabulary the number of each token
public record TextCodec(Tokenizer tokenizer, Vocabulary vocabulary) {

  /// The token numbers of a text.
  ///
  /// @throws DataException if a token is not in the vocabulary, and this has no unknown token
  public EncodedText encode(String text) {
    return encode(text, this::id);
  }

  /// As [#encode], but a token that would be refused has the number -1: nothing stands there.
  public EncodedText encodeWithGaps(String text) {
    return encode(text, (token, _) -> idOrUnknown(token));
  }

  @FunctionalInterface
  private interface Numbering {
    int id(String token, long position);
  }

  private EncodedText encode(String text, Numbering numbering) {
    IntList ids = new IntList(Math.max(16, text.length() / 4));
    int[] unknown = {0};
    long[] position = {0};
    tokenizer.cut(
        text,
        Joint.START,
        token -> {
          position[0]++;
          int id = numbering.id(token, position[0]);
          unknown[0] += id == vocabulary.unknown() ? 1 : 0;
          ids.add(id);
        });
    return new EncodedText(ids.toArray(), text.codePointCount(0, text.length()), unknown[0]);
  }

  /// The number of a token that stands at a position (from 1) of a text; an unknown token has the
  /// number of [Vocabulary#UNKNOWN].
  ///
  /// @throws DataException if it is unknown, and the vocabulary has no unknown token
  public int id(String token, long position) {
    int id = idOrUnknown(token);
    if (id < 0) {
      throw new DataException(
          "The character '%s' (U+%04X) at position %,d is none of the %d characters the model knows; leave it out, or train on text that has it."
              .formatted(
                  TokenLine.escape(token), token.codePointAt(0), position, vocabulary.size()));
    }
    return id;
  }

  private int idOrUnknown(String token) {
    int id = vocabulary.id(token);
    return id < 0 ? vocabulary.unknown() : id;
  }

  /// The text of token numbers.
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder();
    Joint joint = Joint.START;
    for (int id : ids) {
      String token = vocabulary.token(id);
      text.append(tokenizer.piece(joint, token));
      joint = tokenizer.after(joint, token);
    }
    return text.toString();
  }
}
