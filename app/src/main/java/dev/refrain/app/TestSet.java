package dev.refrain.app;

import dev.refrain.data.SentencePair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sentences to translate, with the translations that are right.
///
/// @param sources the sentences
/// @param references one list or several, each with a reference for every sentence; a sentence with
///     fewer than others has its first one in the rest of the lists, which changes no score
/// @param varying whether some sentences have more references than others
record TestSet(List<String> sources, List<List<String>> references, boolean varying) {

  /// Each pair by itself.
  static TestSet ofPairs(List<SentencePair> pairs) {
    return new TestSet(
        pairs.stream().map(SentencePair::source).toList(),
        List.of(pairs.stream().map(SentencePair::target).toList()),
        false);
  }

  /// Each different source once, with all its translations.
  static TestSet ofSentences(List<SentencePair> pairs) {
    Map<String, List<String>> targets = new LinkedHashMap<>();
    for (SentencePair pair : pairs) {
      targets.computeIfAbsent(pair.source(), source -> new ArrayList<>()).add(pair.target());
    }
    int most = targets.values().stream().mapToInt(List::size).max().orElse(0);
    List<List<String>> references = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      int number = i;
      references.add(
          targets.values().stream().map(all -> all.get(number < all.size() ? number : 0)).toList());
    }
    return new TestSet(
        List.copyOf(targets.keySet()),
        references,
        targets.values().stream().anyMatch(all -> all.size() < most));
  }

  /// What a score's signature says of the references, as sacreBLEU does.
  String signature(String signature) {
    return varying ? signature.replaceFirst("nrefs:\\d+", "nrefs:var") : signature;
  }
}
