package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Successive halving without waiting: ASHA of Li et al. (2018), in the form that ends trials instead
/// of pausing them.
///
/// There are rungs at `rung · eta^k` measures of a trial. One that reaches a rung goes on only if it is
/// among the best `1 / eta` of the trials that have reached it and that it may see, itself included;
/// while those are fewer than `eta`, only the best goes on.
///
/// @param rung after how many measures the first rung is
/// @param eta how many reach a rung for one that goes on, and how much farther the next rung is
public record HalvingPruning(int rung, int eta) implements Pruner {

  /// @throws IllegalArgumentException if a number is not allowed
  public HalvingPruning {
    require(rung >= 1, "rung is %d, it must be 1 or more", rung);
    require(eta >= 2, "eta is %d, it must be 2 or more", eta);
  }

  /// The first rung at the first measure, and one of three goes on.
  public static HalvingPruning standard() {
    return new HalvingPruning(1, 3);
  }

  @Override
  public String kind() {
    return "asha";
  }

  @Override
  public Optional<String> verdict(List<Double> own, List<Trial> seen, Measure measure) {
    int at = own.size();
    if (!isRung(at)) {
      return Optional.empty();
    }
    double value = own.getLast();
    double[] others =
        seen.stream()
            .map(trial -> Pruner.measures(trial, measure))
            .filter(measures -> measures.size() >= at)
            .mapToDouble(measures -> measures.get(at - 1))
            .toArray();
    int reached = others.length + 1;
    int places = Math.max(1, reached / eta);
    long better = Arrays.stream(others).filter(other -> other < value).count();
    return better >= places
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%.4f at measure %d is number %d of %d, and %d went on",
                value,
                at,
                better + 1,
                reached,
                places))
        : Optional.empty();
  }

  private boolean isRung(int measures) {
    long next = rung;
    while (next < measures) {
      next *= eta;
    }
    return next == measures;
  }
}
