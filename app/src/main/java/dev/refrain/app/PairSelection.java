package dev.refrain.app;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireWhole;

import dev.refrain.data.DataException;
import dev.refrain.data.PairFile;
import dev.refrain.data.PairFilter;
import dev.refrain.data.PairSide;
import dev.refrain.data.SentencePair;
import java.util.List;

/// Which pairs of a file are taken.
///
/// @param tutorial whether only those that begin as in PyTorch's tutorial
/// @param side which side is then English
/// @param longestWords the most words that a side may have; 0 for any number
record PairSelection(boolean tutorial, PairSide side, int longestWords) {
  private static final int TUTORIAL_WORDS = 9;

  PairSelection {
    require(side != null, "selection.side is missing; known are source, target");
    requireWhole("selection.longestWords", longestWords, 0, 1 << 16);
  }

  /// What holds where nothing else is said.
  static PairSelection defaults(boolean tutorial, boolean swap) {
    return new PairSelection(
        tutorial, swap ? PairSide.TARGET : PairSide.SOURCE, tutorial ? TUTORIAL_WORDS : 0);
  }

  /// The pairs that are taken.
  ///
  /// @throws DataException if none is
  List<SentencePair> of(PairFile file) {
    if (!tutorial && longestWords == 0) {
      return file.pairs();
    }
    var filter =
        new PairFilter(
            longestWords == 0 ? Integer.MAX_VALUE : longestWords,
            side,
            tutorial ? PairFilter.TUTORIAL : List.of());
    List<SentencePair> taken = filter.keep(file.pairs());
    if (taken.isEmpty()) {
      throw new DataException(
          "None of the %,d pairs of %s passes the filter; %s."
              .formatted(
                  file.pairs().size(),
                  file.name(),
                  tutorial
                      ? "its %s side should be English, or say --filter-side".formatted(side)
                      : "allow longer ones with --longest-words"));
    }
    return taken;
  }
}
