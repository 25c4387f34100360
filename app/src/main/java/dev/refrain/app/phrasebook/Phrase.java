package dev.refrain.app.phrasebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The same words in both languages, before they are spelled as one sentence.
record Phrase(List<Word> english, List<Word> french) {
  static final Phrase EMPTY = new Phrase(List.of(), List.of());

  /// Words of grammar; each side may have several, with spaces between, or none.
  static Phrase small(String english, String french) {
    return new Phrase(smallWords(english), smallWords(french));
  }

  private static List<Word> smallWords(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(" ")).map(Word::small).toList();
  }

  /// One word of content and its translation.
  static Phrase content(String english, String french, int meaning) {
    return new Phrase(List.of(new Word(english, meaning)), List.of(new Word(french, meaning)));
  }

  /// The parts one after the other in both languages.
  static Phrase of(Phrase... parts) {
    return new Phrase(english(parts), french(parts));
  }

  static List<Word> english(Phrase... parts) {
    List<Word> words = new ArrayList<>();
    for (Phrase part : parts) {
      words.addAll(part.english());
    }
    return words;
  }

  static List<Word> french(Phrase... parts) {
    List<Word> words = new ArrayList<>();
    for (Phrase part : parts) {
      words.addAll(part.french());
    }
    return words;
  }
}
