package dev.refrain.data;

/// What must be remembered of a text to join the next token to it: whether white space comes next,
/// and which quotation marks are open. A value; a session that forks keeps its own.
///
/// @param gap what lies between the text so far and the next token
/// @param open one bit for each kind of quotation mark that is open
public record Joint(Gap gap, int open) {
  /// The joint before the first token.
  public static final Joint START = new Joint(Gap.BEGINNING, 0);

  /// What lies between two tokens.
  public enum Gap {
    /// Nothing before: the text or a line begins.
    BEGINNING,
    /// A space, unless the next token clings to what stands before it.
    USUAL,
    /// A space, unless the next token is a character of a script written without spaces.
    IDEOGRAPHIC,
    /// Nothing: what stands before clings to what follows.
    NONE,
    /// Nothing, said by the token [WordTokenizer#JOIN].
    MARKED_NONE,
    /// A space, said by the token [WordTokenizer#SPACE].
    MARKED_SPACE
  }
}
