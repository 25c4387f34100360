package dev.refrain.task.translation;

import java.util.List;
import java.util.regex.Pattern;

/// How [Bleu] cuts a line into tokens.
public enum BleuTokens {
  /// As the script mteval-v13a of NIST does, and everybody who reports scores that can be compared:
  /// punctuation stands alone, but for `.` and `,` between digits, and `-` and `'` inside words.
  V13A("13a"),
  /// At white space only, for lines whose tokens are separated already.
  NONE("none");

  /// Every ASCII sign but the apostrophe, comma, hyphen and full stop.
  private static final Pattern SIGN = Pattern.compile("([ -&(-+/:-@\\[-`{-~])");

  private static final Pattern POINT_BEHIND_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern HYPHEN_BEHIND_DIGIT = Pattern.compile("([0-9])(-)");

  private final String label;

  BleuTokens(String label) {
    this.label = label;
  }

  /// The name in a signature.
  public String label() {
    return label;
  }

  /// The tokens of a line.
  public List<String> of(String line) {
    String stripped = WhiteSpace.stripEnd(line);
    return WhiteSpace.words(
        switch (this) {
          case V13A -> separated(stripped);
          case NONE -> stripped;
        });
  }

  private static String separated(String line) {
    String plain =
        line.replace("<skipped>", "")
            .replace("-\n", "")
            .replace("\n", " ")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    String signs = SIGN.matcher(" " + plain + " ").replaceAll(" $1 ");
    String behind = POINT_BEHIND_NO_DIGIT.matcher(signs).replaceAll("$1 $2 ");
    String before = POINT_BEFORE_NO_DIGIT.matcher(behind).replaceAll(" $1 $2");
    return HYPHEN_BEHIND_DIGIT.matcher(before).replaceAll("$1 $2 ");
  }
}
