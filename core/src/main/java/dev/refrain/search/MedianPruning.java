package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Ends a trial whose best measure so far is worse than the median of what the complete trials were
/// measured at the same point: the median stopping rule of Golovin et al. (2017) as Optuna applies it.
///
/// @param startup how many trials must be complete before one is ended
/// @param warmup how many measures of a trial are let pass
public record MedianPruning(int startup, int warmup) implements Pruner {

  /// @throws IllegalArgumentException if a number is not allowed
  public MedianPruning {
    require(startup >= 1, "startup is %d, it must be 1 or more", startup);
    require(warmup >= 0, "warmup is %d, it must be 0 or more", warmup);
  }

  /// Five complete trials first, no warm-up.
  public static MedianPruning standard() {
    return new MedianPruning(5, 0);
  }

  @Override
  public String kind() {
    return "median";
  }

  @Override
  public Optional<String> verdict(List<Double> own, List<Trial> seen, Measure measure) {
    int at = own.size();
    double[] others =
        seen.stream()
            .filter(trial -> trial.completeValue().isPresent())
            .map(trial -> Pruner.measures(trial, measure))
            .filter(measures -> measures.size() >= at)
            .mapToDouble(measures -> measures.get(at - 1))
            .sorted()
            .toArray();
    if (at <= warmup || others.length < startup) {
      return Optional.empty();
    }
    double median = (others[(others.length - 1) / 2] + others[others.length / 2]) / 2;
    double best = own.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return best > median
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "its best of %d, %.4f, is above %.4f, the median of %d trials at that point",
                at,
                best,
                median,
                others.length))
        : Optional.empty();
  }
}
