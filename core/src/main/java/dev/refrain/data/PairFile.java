package dev.refrain.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Sentence pairs read strictly from files, as [TextFile] reads a text. Empty lines at the end are
/// no lines.
///
/// @param name what the file is called, or both files
/// @param pairs the pairs in the order of the lines, at least one, no side of them empty, without
///     white space around them
public record PairFile(String name, List<SentencePair> pairs) {
  public PairFile {
    pairs = List.copyOf(pairs);
  }

  /// Reads a file with a pair on each line: source, tab, target.
  ///
  /// @throws DataException if the file cannot be read, or a line has not exactly one tab or an empty
  ///     side
  public static PairFile readTabbed(Path path) {
    List<String> lines = lines(path);
    List<SentencePair> pairs = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      pairs.add(tabbed(path, i + 1, lines.get(i)));
    }
    return new PairFile(path.getFileName().toString(), pairs);
  }

  private static SentencePair tabbed(Path path, int line, String text) {
    int tab = text.indexOf('\t');
    if (tab < 0) {
      throw bad(
          path,
          line,
          text.isEmpty() ? "is empty" : "has no tab: '%s'".formatted(Excerpt.of(text)),
          "a line is a sentence, a tab and its translation");
    }
    if (text.indexOf('\t', tab + 1) >= 0) {
      throw bad(
          path,
          line,
          "has %d tabs: '%s'"
              .formatted(text.chars().filter(c -> c == '\t').count(), Excerpt.of(text)),
          "keep two columns, for example with: cut -f 1,2");
    }
    SentencePair pair =
        new SentencePair(stripped(text.substring(0, tab)), stripped(text.substring(tab + 1)));
    if (pair.source().isEmpty() || pair.target().isEmpty()) {
      throw bad(
          path,
          line,
          "has nothing %s its tab: '%s'"
              .formatted(pair.source().isEmpty() ? "before" : "behind", Excerpt.of(text)),
          "write the sentence there or remove the line");
    }
    return pair;
  }

  /// Reads two files of which each line of one is the translation of the same line of the other.
  ///
  /// @throws DataException if a file cannot be read or has an empty line, or they have not the same
  ///     number of lines
  public static PairFile readParallel(Path source, Path target) {
    List<String> sources = lines(source);
    List<String> targets = lines(target);
    if (sources.size() != targets.size()) {
      throw new DataException(
          "%s has %,d lines and %s has %,d; each line of one must be the translation of the same line of the other."
              .formatted(source, sources.size(), target, targets.size()));
    }
    List<SentencePair> pairs = new ArrayList<>(sources.size());
    for (int i = 0; i < sources.size(); i++) {
      pairs.add(
          new SentencePair(
              sentence(source, i + 1, sources.get(i)), sentence(target, i + 1, targets.get(i))));
    }
    return new PairFile(source.getFileName() + " and " + target.getFileName(), pairs);
  }

  private static String sentence(Path path, int line, String text) {
    String sentence = stripped(text);
    if (sentence.isEmpty()) {
      throw bad(
          path, line, "is empty", "write the sentence there or remove the line from both files");
    }
    return sentence;
  }

  /// The pairs for the other direction.
  public PairFile swapped() {
    return new PairFile(name, pairs.stream().map(SentencePair::swapped).toList());
  }

  private static List<String> lines(Path path) {
    String text = TextFile.read(path, TextFile.Frame.KEEP).text();
    List<String> lines = List.of(text.split("\n", -1));
    int end = lines.size();
    while (end > 0 && stripped(lines.get(end - 1)).isEmpty()) {
      end--;
    }
    return lines.subList(0, end);
  }

  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && blank(text.charAt(from))) {
      from++;
    }
    while (to > from && blank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean blank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static DataException bad(Path path, int line, String what, String remedy) {
    return new DataException("%s, line %,d %s; %s.".formatted(path, line, what, remedy));
  }
}
