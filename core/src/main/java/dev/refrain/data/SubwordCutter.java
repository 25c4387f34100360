package dev.refrain.data;

import java.util.function.Consumer;

/// Cuts a sentence into the stretches within which characters may be joined to subwords: a run of
/// letters (with apostrophes inside), of digits or of anything else, and before it the space, if
/// there is one. So a word has the same pieces wherever it stands, and none has letters and a mark.
///
/// The first stretch gets a space too, for a word at the beginning is the word it is elsewhere. Any
/// further space is a stretch of its own; all other white space is like any mark. Thus a space and
/// the sentence are the stretches put together, whatever the sentence is.
final class SubwordCutter {
  /// The longest stretch, in characters (code points) with the space; joining takes time that
  /// grows with its square.
  private static final int LONGEST = 64;

  private enum Kind {
    LETTER,
    DIGIT,
    OTHER
  }

  private SubwordCutter() {}

  static void cut(String sentence, Consumer<String> sink) {
    if (sentence.isEmpty()) {
      return;
    }
    StringBuilder stretch = new StringBuilder(" ");
    Kind kind = null; // of the stretch, or null while it is only a space
    int length = 1;
    int codePoint;
    for (int i = 0; i < sentence.length(); i += Character.charCount(codePoint)) {
      codePoint = sentence.codePointAt(i);
      Kind next = codePoint == ' ' ? null : kind(sentence, i, codePoint, kind);
      boolean ends = next == null || (kind != null && (next != kind || length == LONGEST));
      if (ends) {
        sink.accept(stretch.toString());
        stretch.setLength(0);
        length = 0;
      }
      stretch.appendCodePoint(codePoint);
      kind = next;
      length++;
    }
    sink.accept(stretch.toString());
  }

  /// Marks, such as accents, are of the kind that they stand on.
  private static Kind kind(String sentence, int index, int codePoint, Kind before) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          Kind.LETTER;
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          before == null ? Kind.OTHER : before;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          Kind.DIGIT;
      default -> apostropheInside(sentence, index, codePoint, before) ? Kind.LETTER : Kind.OTHER;
    };
  }

  private static boolean apostropheInside(String sentence, int index, int codePoint, Kind before) {
    return (codePoint == '\'' || codePoint == '’')
        && before == Kind.LETTER
        && index + 1 < sentence.length()
        && Character.isLetter(sentence.codePointAt(index + 1));
  }
}
