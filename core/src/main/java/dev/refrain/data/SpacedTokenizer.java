package dev.refrain.data;

import dev.refrain.data.Joint.Gap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Tokens that stand apart by spaces already, as in sentences of letters only; see
/// [TokenConfig#lettersOnly].
final class SpacedTokenizer implements Tokenizer {
  private static final Joint INSIDE = new Joint(Gap.USUAL, 0);
  private static final Pattern SPACES = Pattern.compile(" +");

  @Override
  public Joint cut(String text, Joint before, Consumer<String> sink) {
    Joint joint = before;
    for (String token : SPACES.split(text)) {
      if (!token.isEmpty()) {
        sink.accept(token);
        joint = INSIDE;
      }
    }
    return joint;
  }

  @Override
  public String piece(Joint before, String token) {
    return before.gap() == Gap.BEGINNING ? token : " " + token;
  }

  @Override
  public Joint after(Joint before, String token) {
    return INSIDE;
  }

  @Override
  public int settled(String text) {
    return Math.max(0, text.lastIndexOf(' '));
  }

  @Override
  public boolean endsInSpace(String text) {
    return text.endsWith(" ");
  }

  @Override
  public String normalize(String text) {
    return String.join(" ", tokenize(text));
  }
}
