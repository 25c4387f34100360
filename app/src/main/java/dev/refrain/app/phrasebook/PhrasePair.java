package dev.refrain.app.phrasebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A sentence in English and in French: lower case, one space between words, no punctuation.
///
/// @param links which words of content translate which; a sentence's words are counted from 0
public record PhrasePair(String english, String french, List<Link> links) {

  /// A noun, a verb of content, an adjective, a number or an adverb, and its translation.
  ///
  /// @param english the position of the English word
  /// @param french the position of the French word
  public record Link(int english, int french) {}

  static PhrasePair spelled(Phrase phrase, English.Manner manner) {
    List<Word> english = English.spelled(phrase.english(), manner);
    List<Word> french = French.spelled(phrase.french());
    Map<Integer, Integer> positions = new HashMap<>();
    for (int i = 0; i < english.size(); i++) {
      positions.put(english.get(i).meaning(), i);
    }
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < french.size(); i++) {
      int meaning = french.get(i).meaning();
      if (meaning > 0) {
        links.add(new Link(positions.get(meaning), i));
      }
    }
    return new PhrasePair(text(english), text(french), List.copyOf(links));
  }

  private static String text(List<Word> words) {
    return words.stream().map(Word::text).collect(Collectors.joining(" "));
  }
}
