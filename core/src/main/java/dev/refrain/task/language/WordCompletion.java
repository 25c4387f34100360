package dev.refrain.task.language;

import dev.refrain.data.Vocabulary;
import dev.refrain.decode.Beam;
import dev.refrain.decode.Continuation;
import dev.refrain.decode.Goal;
import dev.refrain.decode.Suggestion;
import dev.refrain.decode.TokenSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whole words from a model of characters: the word that the text ends in completed, or else the
/// next one. A word is a run of letters, marks and digits with single apostrophes inside; any other
/// character ends it. Up to [#MAX_LEAD] such characters may come before a new word, so that after
/// `harpoon,` the space is found too.
final class WordCompletion implements Goal {
  private static final int MAX_LEAD = 3;
  private static final int MAX_LENGTH = 32;
  private static final int LEAST_WIDTH = 32;
  private static final int WIDTH_PER_WORD = 4;

  /// Words reached by different leads are one, so more are searched for than wanted.
  private static final int FOUND_PER_WORD = 10;

  private enum Kind {
    LETTER,
    APOSTROPHE,
    OTHER
  }

  private final Vocabulary vocabulary;
  private final Kind[] kinds;
  private final String beginning;

  /// @param text what was written so far, or enough of its end
  WordCompletion(Vocabulary vocabulary, String text) {
    this.vocabulary = vocabulary;
    kinds = new Kind[vocabulary.size()];
    for (int id = 0; id < kinds.length; id++) {
      kinds[id] = kind(vocabulary.token(id).codePointAt(0));
    }
    beginning = text.substring(lastWord(text));
  }

  private static Kind kind(int codePoint) {
    if (codePoint == '\'' || codePoint == '’') {
      return Kind.APOSTROPHE;
    }
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          Kind.LETTER;
      default -> Character.isLetterOrDigit(codePoint) ? Kind.LETTER : Kind.OTHER;
    };
  }

  /// Where the word begins that the text ends in; the text's length if it ends in none.
  private static int lastWord(String text) {
    int start = text.length();
    boolean apostrophe = false;
    for (int i = text.length(); i > 0; ) {
      int codePoint = text.codePointBefore(i);
      i -= Character.charCount(codePoint);
      Kind kind = kind(codePoint);
      if (kind == Kind.OTHER || (kind == Kind.APOSTROPHE && apostrophe)) {
        break;
      }
      apostrophe = kind == Kind.APOSTROPHE;
      if (kind == Kind.LETTER) {
        start = i;
      }
    }
    return start;
  }

  private boolean within(int[] soFar) {
    if (soFar.length == 0) {
      return !beginning.isEmpty();
    }
    return switch (kinds[soFar[soFar.length - 1]]) {
      case LETTER -> true;
      case OTHER -> false;
      case APOSTROPHE ->
          soFar.length == 1 ? !beginning.isEmpty() : kinds[soFar[soFar.length - 2]] == Kind.LETTER;
    };
  }

  private boolean afterApostrophe(int[] soFar) {
    return soFar.length == 0
        ? !beginning.isEmpty() && kind(beginning.codePointBefore(beginning.length())) != Kind.LETTER
        : kinds[soFar[soFar.length - 1]] == Kind.APOSTROPHE;
  }

  @Override
  public Verdict judge(int[] soFar, int token) {
    if (within(soFar)) {
      return switch (kinds[token]) {
        case LETTER -> Verdict.GO_ON;
        case APOSTROPHE -> afterApostrophe(soFar) ? Verdict.END : Verdict.GO_ON;
        case OTHER -> Verdict.END;
      };
    }
    boolean mayGoOn = kinds[token] == Kind.LETTER || soFar.length < MAX_LEAD;
    return mayGoOn ? Verdict.GO_ON : Verdict.REFUSE;
  }

  /// A word with all that was found of it.
  private static final class Word {
    private String continuation;
    private double best;
    private double sum;

    void add(String found, double probability) {
      sum += probability;
      if (probability > best) {
        best = probability;
        continuation = found;
      }
    }
  }

  /// The likeliest words after `start`.
  <S> List<Suggestion> search(TokenSource<S> source, Continuation<S> start, int count) {
    var beam = new Beam(Math.max(LEAST_WIDTH, WIDTH_PER_WORD * count), MAX_LENGTH);
    Map<String, Word> words = new HashMap<>();
    for (Beam.Found found : beam.search(source, start, this, FOUND_PER_WORD * count)) {
      StringBuilder text = new StringBuilder();
      for (int token : found.tokens()) {
        text.append(vocabulary.token(token));
      }
      String continuation = withoutFinalApostrophe(text.toString());
      String word = withoutFinalApostrophe(withoutLead(beginning + continuation));
      words
          .computeIfAbsent(word, w -> new Word())
          .add(continuation, Math.exp(found.logProbability()));
    }
    List<Suggestion> suggestions = new ArrayList<>();
    words.forEach(
        (text, word) -> suggestions.add(new Suggestion(text, word.continuation, word.sum)));
    suggestions.sort(
        Comparator.comparingDouble((Suggestion s) -> -s.probability())
            .thenComparing(Suggestion::text));
    return List.copyOf(suggestions.subList(0, Math.min(count, suggestions.size())));
  }

  /// A word and the closing quotation mark after it were followed in case letters come.
  private static String withoutFinalApostrophe(String text) {
    boolean apostrophe =
        !text.isEmpty() && kind(text.codePointBefore(text.length())) == Kind.APOSTROPHE;
    return apostrophe ? text.substring(0, text.length() - 1) : text;
  }

  private static String withoutLead(String text) {
    int start = 0;
    while (start < text.length() && kind(text.codePointAt(start)) != Kind.LETTER) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }
}
