package dev.refrain.task.tagging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sentences side by side, longest first, in numbers: position `t * rows + b` is word t of sentence b,
/// and −1 stands where a sentence has ended. Their different words are there once each, longest first,
/// with their characters in the same order.
final class TaggedBatch {
  private final int rows;
  private final int[] lengths;
  private final int[] words; // [T, B]
  private final int[] tags; // [T, B]
  private final int[] formOf; // [T, B]: which of the different words
  private final int[] formLengths; // [W]
  private final int[] characters; // [C, W]

  /// @param sentences at least one, longest first
  TaggedBatch(List<EncodedSentence> sentences, SurfaceForms forms) {
    rows = sentences.size();
    int steps = sentences.getFirst().length();
    lengths = sentences.stream().mapToInt(EncodedSentence::length).toArray();
    words = filled(steps * rows);
    tags = filled(steps * rows);
    formOf = filled(steps * rows);
    Map<Integer, Integer> places = places(sentences, forms);
    for (int b = 0; b < rows; b++) {
      EncodedSentence sentence = sentences.get(b);
      for (int t = 0; t < lengths[b]; t++) {
        words[t * rows + b] = sentence.word(t);
        tags[t * rows + b] = sentence.tag(t);
        formOf[t * rows + b] = places.get(sentence.form(t));
      }
    }
    formLengths = new int[places.size()];
    places.forEach((form, place) -> formLengths[place] = forms.spelling(form).length);
    characters = filled(formLengths[0] * formLengths.length);
    places.forEach(
        (form, place) -> {
          int[] spelling = forms.spelling(form);
          for (int c = 0; c < spelling.length; c++) {
            characters[c * formLengths.length + place] = spelling[c];
          }
        });
  }

  /// Where each different word stands.
  private static Map<Integer, Integer> places(List<EncodedSentence> sentences, SurfaceForms forms) {
    Map<Integer, Integer> places = new HashMap<>();
    List<Integer> different = new ArrayList<>();
    for (EncodedSentence sentence : sentences) {
      for (int t = 0; t < sentence.length(); t++) {
        if (places.putIfAbsent(sentence.form(t), 0) == null) {
          different.add(sentence.form(t));
        }
      }
    }
    different.sort(Comparator.comparingInt(form -> -forms.spelling(form).length));
    for (int i = 0; i < different.size(); i++) {
      places.put(different.get(i), i);
    }
    return places;
  }

  private static int[] filled(int length) {
    int[] array = new int[length];
    Arrays.fill(array, -1);
    return array;
  }

  /// B.
  int rows() {
    return rows;
  }

  /// T.
  int steps() {
    return lengths[0];
  }

  /// How many words the sentences have together.
  int tokens() {
    return Arrays.stream(lengths).sum();
  }

  /// Of the sentences, `[B]`, falling.
  int[] lengths() {
    return lengths;
  }

  /// The numbers of the words, `[T, B]`.
  int[] words() {
    return words;
  }

  /// The numbers of the tags, `[T, B]`.
  int[] tags() {
    return tags;
  }

  /// Which of the different words each word is, `[T, B]`.
  int[] formOf() {
    return formOf;
  }

  /// How many characters each different word has, `[W]`, falling.
  int[] formLengths() {
    return formLengths;
  }

  /// The numbers of the characters, `[C, W]`.
  int[] characters() {
    return characters;
  }
}
