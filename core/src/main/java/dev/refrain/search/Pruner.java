package dev.refrain.search;

import java.util.List;
import java.util.Optional;

/// Which trials end before their budget does. What it says depends only on the trial's own measures
/// and on those of the trials it may see, which have all ended.
public sealed interface Pruner permits NoPruning, MedianPruning, HalvingPruning {

  /// The name in a study: `median`.
  String kind();

  /// Whether a trial is to end, after its latest measure and before its last.
  ///
  /// @param own its measures so far, oldest first; not empty
  /// @param seen the trials it may see, by number
  /// @return why it is to end, in one sentence; empty if it goes on
  Optional<String> verdict(List<Double> own, List<Trial> seen, Measure measure);

  /// How many trials, from the first, must have ended before a trial can begin: those it sees.
  default int sees(int trial, int parallel) {
    return Math.max(0, trial - parallel);
  }

  /// The measures of a trial, oldest first.
  static List<Double> measures(Trial trial, Measure measure) {
    return trial.progress().stream().flatMap(p -> measure.of(p).stream().boxed()).toList();
  }
}
