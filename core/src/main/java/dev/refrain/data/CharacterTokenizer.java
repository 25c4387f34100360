package dev.refrain.data;

import java.util.function.Consumer;

/// One token for each Unicode code point, white space included.
///
/// Code points and not what a reader sees as one character (extended grapheme clusters): their set
/// is bounded by the text's script and does not change with the Unicode version of the Java that
/// runs, an accent that stands alone still gets its place, and putting them together is exact. An
/// emoji of several code points is several tokens, which the network learns as it learns spelling.
public final class CharacterTokenizer implements Tokenizer {
  private static final int CACHED = 1 << 14;

  private final String[] cache = new String[CACHED];

  /// A tokenizer; it has no settings.
  public CharacterTokenizer() {}

  @Override
  public Joint cut(String text, Joint before, Consumer<String> sink) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      sink.accept(token(codePoint));
    }
    return before;
  }

  private String token(int codePoint) {
    if (codePoint >= CACHED) {
      return Character.toString(codePoint);
    }
    String token = cache[codePoint];
    if (token == null) {
      token = Character.toString(codePoint);
      cache[codePoint] = token; // a race makes an equal string twice
    }
    return token;
  }

  @Override
  public String piece(Joint before, String token) {
    return token;
  }

  @Override
  public Joint after(Joint before, String token) {
    return before;
  }

  @Override
  public int settled(String text) {
    boolean halfAPair =
        !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    return halfAPair ? text.length() - 1 : text.length();
  }

  @Override
  public boolean endsInSpace(String text) {
    return false;
  }

  @Override
  public String normalize(String text) {
    return text;
  }
}
