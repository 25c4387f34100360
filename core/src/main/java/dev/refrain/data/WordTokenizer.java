package dev.refrain.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words, numbers and punctuation marks as tokens, from which the text can be put together again.
///
/// - A word is a run of letters, marks and digits, with apostrophes inside (`don't`, `o'clock`),
///   elisions (`'tis`, `th'`) and initials (`U.S.`) kept whole; case is kept. A hyphen is a token of
///   its own, so `mast-head` is three. Ideographs are tokens one by one.
/// - A run of dots, and a run of hyphens as in `--`, is one token; any other mark is a token for
///   each code point.
/// - Two or more line ends with nothing between are the token [#PARAGRAPH]; a single one is the
///   token [#LINE], or a space if lines are to be joined.
/// - Where white space stands is known from the tokens by the rules of [Spacing]. Where a text
///   departs from them, the tokens [#JOIN] or [#SPACE] say so. Thus nothing is lost but the kind
///   and the amount of white space; see [#normalize]. The marks are seldom needed: see
///   `WordTokenizerTest`, which measures it.
///
/// No token of a text can be mistaken for one of the marks, since `<` and `>` are never part of a
/// word.
public final class WordTokenizer implements Tokenizer {
  /// Says that no space comes next, where the rules would put one.
  public static final String JOIN = "<join>";

  /// Says that a space comes next, where the rules would put none.
  public static final String SPACE = "<space>";

  /// A single line end.
  public static final String LINE = "\n";

  /// An empty line, or several.
  public static final String PARAGRAPH = "\n\n";

  /// What a single line end means.
  public enum Lines {
    /// It is a token: right for verse, plays and lists.
    KEEP,
    /// It is a space: right for prose that was wrapped at some width.
    JOIN;

    /// The name people write: `keep` or `join`.
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The constant of a name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists the known ones
    @JsonCreator
    public static Lines named(String label) {
      return Labels.find(values(), Lines::label, "treatment of lines", label);
    }

    @Override
    public String toString() {
      return label();
    }
  }

  private static final String BLANK = "[\\s\\u0085\\p{Z}]";
  private static final String LETTER =
      "[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]]";

  /// Repeated groups are possessive: others take a frame of the stack for each repetition.
  private static final Pattern TOKEN =
      Pattern.compile(
          ("(?<blank>" + BLANK + "+)")
              + "|\\d+(?:[.,]\\d+)++"
              + "|(?:\\p{L}\\.){2,}+"
              + ("|(?<word>['’]?" + LETTER + "+(?:['’]" + LETTER + "+)*+'?)")
              + "|\\.{2,}|-{2,}"
              + "|[\\s\\S]");

  private static final Pattern BLANKS = Pattern.compile(BLANK + "+");

  /// English words whose beginning or end is left out. Only a straight apostrophe needs them, for it
  /// may also be a quotation mark.
  private static final Set<String> WITHOUT_BEGINNING =
      Set.of(
          "tis", "twas", "twere", "twill", "twould", "twixt", "tween", "em", "gainst", "neath",
          "scape", "larum", "gan");

  private static final Set<String> WITHOUT_END =
      Set.of("th", "Th", "o", "O", "i", "t", "wi", "ha", "sha", "fa");

  private final Lines lines;

  public WordTokenizer(Lines lines) {
    this.lines = lines;
  }

  /// What this tokenizer makes of a single line end.
  public Lines lines() {
    return lines;
  }

  @Override
  public Joint cut(String text, Joint before, Consumer<String> sink) {
    Joint joint = before;
    boolean spaced = false;
    Matcher matcher = TOKEN.matcher(text);
    int position = 0;
    while (position < text.length()) {
      matcher.find(
          position); // the last alternative matches any code point, so this is at `position`
      if (matcher.group("blank") != null) {
        position = matcher.end();
        String lineEnd = lineEnd(matcher.group());
        spaced = lineEnd == null;
        if (!spaced) {
          joint = pass(lineEnd, joint, sink);
        }
        continue;
      }
      String token =
          matcher.group("word") == null ? matcher.group() : withItsApostrophes(matcher.group());
      position += token.length();
      if (joint.gap() != Joint.Gap.BEGINNING && Spacing.before(joint, token) != spaced) {
        joint = pass(spaced ? SPACE : JOIN, joint, sink);
      }
      joint = pass(token, joint, sink);
      spaced = false;
    }
    return joint;
  }

  private static Joint pass(String token, Joint joint, Consumer<String> sink) {
    sink.accept(token);
    return Spacing.after(joint, token);
  }

  /// The token for a run of white space, or null if it is no more than a space.
  private String lineEnd(String blank) {
    int first = blank.indexOf('\n');
    if (first < 0) {
      return null;
    }
    if (blank.indexOf('\n', first + 1) > 0) {
      return PARAGRAPH;
    }
    return lines == Lines.KEEP ? LINE : null;
  }

  /// What of a match like `'tis`, `th'` or `'quoted'` is one token: straight apostrophes around a
  /// word belong to it only where letters are known to be left out.
  private static String withItsApostrophes(String match) {
    int from = match.charAt(0) == '\'' ? 1 : 0;
    int to = match.endsWith("'") ? match.length() - 1 : match.length();
    String bare = match.substring(from, to);
    int apostrophe = bare.indexOf('\'');
    String head = apostrophe < 0 ? bare : bare.substring(0, apostrophe);
    if (from == 1) {
      return WITHOUT_BEGINNING.contains(head.toLowerCase(Locale.ROOT)) ? "'" + bare : "'";
    }
    return to < match.length() && WITHOUT_END.contains(bare) ? match : bare;
  }

  @Override
  public String piece(Joint before, String token) {
    return switch (token) {
      case JOIN, SPACE -> "";
      default -> Spacing.before(before, token) ? " " + token : token;
    };
  }

  @Override
  public Joint after(Joint before, String token) {
    return Spacing.after(before, token);
  }

  /// All before the last run of white space: what follows it may still grow, and so may the run.
  @Override
  public int settled(String text) {
    int end = text.length();
    while (end > 0 && !blank(text, end - 1)) {
      end--;
    }
    while (end > 0 && blank(text, end - 1)) {
      end--;
    }
    return end;
  }

  @Override
  public boolean endsInSpace(String text) {
    int start = text.length();
    while (start > 0 && blank(text, start - 1)) {
      start--;
    }
    return start < text.length() && lineEnd(text.substring(start)) == null;
  }

  private static boolean blank(String text, int index) {
    return BLANKS.matcher(text).region(index, index + 1).matches();
  }

  /// The text with each run of white space made one space, one line end or, where it holds two or
  /// more line ends, one empty line, and none at the beginning and the end but for line ends.
  @Override
  public String normalize(String text) {
    String even =
        BLANKS
            .matcher(text)
            .replaceAll(
                run -> {
                  String lineEnd = lineEnd(run.group());
                  return lineEnd == null ? " " : lineEnd;
                });
    int from = even.startsWith(" ") ? 1 : 0;
    int to = even.endsWith(" ") ? even.length() - 1 : even.length();
    return even.substring(from, Math.max(from, to));
  }
}
