package dev.refrain.data;

import dev.refrain.data.Joint.Gap;

/// The rules by which tokens of words and punctuation are put together to text: what clings to its
/// left neighbour, what to its right, and the quotation marks that look the same on both sides.
/// A pure function of the tokens, so that cutting and rebuilding agree by construction.
final class Spacing {
  /// Marks that cling to what stands before them.
  private static final String CLINGS_LEFT = ",.;:!?)]}%”’»…°";

  /// Marks that cling to what follows them.
  private static final String CLINGS_RIGHT = "([{“‘«$£€¿¡#";

  /// Marks that cling to both sides.
  private static final String CLINGS_BOTH = "-—–―/@\\<>=+~^|、。，．「」『』（）！？：；・";

  /// Marks that cling to the right when they open and to the left when they close, and alternate.
  private static final String ALTERNATE = "\"'_*`";

  private Spacing() {}

  private enum Clinging {
    NEITHER,
    LEFT,
    RIGHT,
    BOTH,
    ALTERNATE,
    IDEOGRAPH
  }

  /// Whether a space stands between the text so far and `token`.
  static boolean before(Joint joint, String token) {
    if (lineEnd(token)) {
      return false;
    }
    return switch (joint.gap()) {
      case BEGINNING, NONE, MARKED_NONE -> false;
      case MARKED_SPACE -> true;
      case USUAL, IDEOGRAPHIC ->
          switch (clinging(token)) {
            case NEITHER, RIGHT -> true;
            case LEFT, BOTH -> false;
            case ALTERNATE -> opens(joint, token);
            case IDEOGRAPH -> joint.gap() == Gap.USUAL;
          };
    };
  }

  /// The joint after `token`.
  static Joint after(Joint joint, String token) {
    return switch (token) {
      // A quotation that goes on opens anew in each paragraph.
      case WordTokenizer.PARAGRAPH -> Joint.START;
      case WordTokenizer.LINE -> new Joint(Gap.BEGINNING, joint.open());
      case WordTokenizer.JOIN -> marked(joint, Gap.MARKED_NONE);
      case WordTokenizer.SPACE -> marked(joint, Gap.MARKED_SPACE);
      default -> afterText(joint, token);
    };
  }

  private static Joint afterText(Joint joint, String token) {
    int open = joint.open();
    return switch (clinging(token)) {
      case NEITHER, LEFT -> new Joint(Gap.USUAL, open);
      case RIGHT, BOTH -> new Joint(Gap.NONE, open);
      case IDEOGRAPH -> new Joint(Gap.IDEOGRAPHIC, open);
      case ALTERNATE -> {
        int bit = bit(token);
        yield opens(joint, token)
            ? new Joint(Gap.NONE, open | bit)
            : new Joint(Gap.USUAL, open & ~bit);
      }
    };
  }

  private static Joint marked(Joint joint, Gap gap) {
    return joint.gap() == Gap.BEGINNING ? joint : new Joint(gap, joint.open());
  }

  /// Whether a mark that looks the same on both sides opens here. A marked gap says so itself: a
  /// quotation mark after a space opens, and one without closes (or is an apostrophe).
  private static boolean opens(Joint joint, String token) {
    return switch (joint.gap()) {
      case MARKED_SPACE -> true;
      case MARKED_NONE -> false;
      case BEGINNING, NONE, USUAL, IDEOGRAPHIC -> (joint.open() & bit(token)) == 0;
    };
  }

  private static int bit(String token) {
    return 1 << ALTERNATE.indexOf(token);
  }

  private static boolean lineEnd(String token) {
    return token.equals(WordTokenizer.LINE) || token.equals(WordTokenizer.PARAGRAPH);
  }

  private static Clinging clinging(String token) {
    char first = token.charAt(0);
    if (token.length() > 1) {
      return switch (first) {
        case '-' -> Clinging.BOTH; // "--"
        case '.' -> Clinging.LEFT; // "..."
        default -> ideographic(token) ? Clinging.IDEOGRAPH : Clinging.NEITHER;
      };
    }
    if (ALTERNATE.indexOf(first) >= 0) {
      return Clinging.ALTERNATE;
    } else if (CLINGS_LEFT.indexOf(first) >= 0) {
      return Clinging.LEFT;
    } else if (CLINGS_RIGHT.indexOf(first) >= 0) {
      return Clinging.RIGHT;
    } else if (CLINGS_BOTH.indexOf(first) >= 0) {
      return Clinging.BOTH;
    }
    return ideographic(token) ? Clinging.IDEOGRAPH : Clinging.NEITHER;
  }

  private static boolean ideographic(String token) {
    return switch (Character.UnicodeScript.of(token.codePointAt(0))) {
      case HAN, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }
}
