package dev.refrain.data;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header and the licence that Project Gutenberg puts around a book, between lines like
/// `*** START OF THIS PROJECT GUTENBERG EBOOK … ***` and `*** END OF …`.
public final class GutenbergFrame {
  private static final Pattern START = marker("START");
  private static final Pattern END = marker("END");

  private final String book;
  private final Cut cut;

  private GutenbergFrame(String book, Cut cut) {
    this.book = book;
    this.cut = cut;
  }

  /// How much was cut off, in lines.
  ///
  /// @param headerLines the lines up to and with the start line
  /// @param footerLines the lines from the end line on; 0 if the file has no end line
  public record Cut(int headerLines, int footerLines) {
    /// One sentence that tells the user.
    @Override
    public String toString() {
      return "The Project Gutenberg header (%,d lines) and footer (%,d lines) were left out."
          .formatted(headerLines, footerLines);
    }
  }

  private static Pattern marker(String word) {
    return Pattern.compile(
        "^\\*\\*\\* ?" + word + " OF (?:THE|THIS) PROJECT GUTENBERG EBOOK[^\n]*$",
        Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  }

  /// Looks for a frame in a text with LF line ends.
  static Optional<GutenbergFrame> find(String text) {
    Matcher start = START.matcher(text);
    if (!start.find()) {
      return Optional.empty();
    }
    Matcher end = END.matcher(text);
    boolean ends = end.find(start.end());
    int to = ends ? end.start() : text.length();
    var cut = new Cut(lines(text.substring(0, start.end())), ends ? lines(text.substring(to)) : 0);
    return Optional.of(new GutenbergFrame(text.substring(start.end(), to).strip() + "\n", cut));
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }

  /// What stands inside the frame, without the empty lines around it, ended by one line end.
  String book() {
    return book;
  }

  Cut cut() {
    return cut;
  }
}
