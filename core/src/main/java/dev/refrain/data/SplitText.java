package dev.refrain.data;

/// A text cut in two: the beginning to learn from and the end to validate on.
///
/// @param training what is learned from
/// @param validation what is held out; empty if nothing is
public record SplitText(String training, String validation) {

  /// Holds out the last `fraction` of the characters (code points): the first
  /// `⌊n · (1 − fraction)⌋` are learned from.
  ///
  /// @throws IllegalArgumentException if the fraction is not at least 0 and below 1
  public static SplitText characters(String text, double fraction) {
    return at(text, boundary(text, fraction));
  }

  /// Like [#characters], with the cut moved on to the next white space so that no word is cut.
  ///
  /// @throws IllegalArgumentException if the fraction is not at least 0 and below 1
  public static SplitText words(String text, double fraction) {
    int cut = boundary(text, fraction);
    while (cut > 0 && cut < text.length() && !Character.isWhitespace(text.charAt(cut))) {
      cut++;
    }
    return at(text, cut);
  }

  private static int boundary(String text, double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "a validation fraction of " + fraction + "; it must be at least 0 and below 1");
    }
    int characters = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, (int) (characters * (1 - fraction)));
  }

  private static SplitText at(String text, int cut) {
    return new SplitText(text.substring(0, cut), text.substring(cut));
  }
}
