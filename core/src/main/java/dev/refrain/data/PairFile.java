package dev.refrain.data;

import java.nio.file.Path;
import java.util.List;

/// Sentence pairs read strictly from files.
///
/// @param name what the file is called, or both files
/// @param pairs the pairs in the order of the lines, at least one, no side of them empty, without
///     white space around them
public record PairFile(String name, List<SentencePair> pairs) {

  public PairFile {
    pairs = List.copyOf(pairs);
  }

  /// Reads a file with a pair on each line: source, tab, target. It may be compressed by gzip.
  ///
  /// @throws DataException if the file cannot be read, or a line has not exactly one tab or an empty
  ///     side
  public static PairFile readTabbed(Path path) {
    throw new UnsupportedOperationException("soon");
  }

  /// Reads two files of which each line of one is the translation of the same line of the other.
  /// Each may be compressed by gzip.
  ///
  /// @throws DataException if a file cannot be read or has an empty line, or they have not the same
  ///     number of lines
  public static PairFile readParallel(Path source, Path target) {
    throw new UnsupportedOperationException("soon");
  }

  /// The pairs for the other direction.
  public PairFile swapped() {
    return new PairFile(name, pairs.stream().map(SentencePair::swapped).toList());
  }
}
