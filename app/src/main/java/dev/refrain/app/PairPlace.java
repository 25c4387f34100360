package dev.refrain.app;

import static dev.refrain.config.Checks.require;

import dev.refrain.data.PairFile;
import java.nio.file.Path;

/// Where sentence pairs lie: in one file, in two parallel ones, or nowhere.
///
/// @param pairs a file of pairs with tabs; empty for none
/// @param source a file of sentences; empty for none
/// @param target a file of their translations; empty for none
record PairPlace(String pairs, String source, String target) {
  static final PairPlace NOWHERE = new PairPlace("", "", "");

  boolean isGiven() {
    return !pairs.isEmpty() || !source.isEmpty() || !target.isEmpty();
  }

  /// Holds that the pairs lie in one place.
  ///
  /// @param option how the options of this place begin: `--` or `--validation-`
  /// @throws IllegalArgumentException if they lie in both or in half a place
  void check(String option) {
    require(
        pairs.isEmpty() || (source.isEmpty() && target.isEmpty()),
        "%1$spairs gives one file with both sides and %1$ssource and %1$starget one for each side;"
            + " choose one way",
        option);
    require(
        source.isEmpty() == target.isEmpty(),
        "%s%s is missing: the file with the other side of the pairs",
        option,
        source.isEmpty() ? "source" : "target");
  }

  /// Reads the pairs.
  ///
  /// @throws dev.refrain.data.DataException if they cannot be read
  PairFile read() {
    return pairs.isEmpty()
        ? PairFile.readParallel(Path.of(source), Path.of(target))
        : PairFile.readTabbed(Path.of(pairs));
  }
}
