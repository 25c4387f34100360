package dev.refrain.data;

/// The beginning of a text from a file, as a message may show it: on one line, nothing in it hidden.
public final class Excerpt {
  private static final int LENGTH = 60;

  private Excerpt() {}

  /// At most 60 characters, and `…` where there were more.
  public static String of(String text) {
    int length = text.codePointCount(0, text.length());
    String beginning = text.substring(0, text.offsetByCodePoints(0, Math.min(length, LENGTH)));
    return TokenLine.escape(beginning).replace("\\s", " ") + (length > LENGTH ? "…" : "");
  }
}
