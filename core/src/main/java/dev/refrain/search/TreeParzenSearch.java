package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tries what the good trials have in common and the others have not: the tree-structured Parzen
/// estimator of Bergstra, Bardenet, Bengio & Kégl (2011).
///
/// After `startup` random trials, those seen so far are split into the better `min(⌈0.1 n⌉, 25)` and
/// the rest (the rule of Optuna). For each dimension by itself, the values of both parts give a
/// density each, [ParzenDensity] `l` and `g`; of `candidates` draws from `l` the one with the highest
/// `l / g` is taken. A dimension whose condition does not hold takes no part, which is what makes the
/// space a tree.
///
/// Trials that were pruned count as worse than all complete ones, and the earlier they were, the
/// worse; failed ones do not count. Where we differ from Optuna: all components of a density weigh the
/// same, however old, and a whole number weighs as its middle.
///
/// @param startup how many trials are random
/// @param candidates how many draws are compared
public record TreeParzenSearch(int startup, int candidates) implements Strategy {
  private static final double BETTER = 0.1;
  private static final int MOST_BETTER = 25;

  /// @throws IllegalArgumentException if a number is below 1
  public TreeParzenSearch {
    require(startup >= 1, "startup is %d, it must be 1 or more", startup);
    require(candidates >= 1, "candidates is %d, it must be 1 or more", candidates);
  }

  /// Ten trials at random, 24 candidates.
  public static TreeParzenSearch standard() {
    return new TreeParzenSearch(10, 24);
  }

  @Override
  public String kind() {
    return "tpe";
  }

  @Override
  public int sees(int trial, int parallel) {
    return Math.max(0, trial - parallel);
  }

  @Override
  public Point propose(SearchSpace space, long seed, int trial, List<Trial> seen) {
    Rng rng = Strategy.rng(seed, trial).split("point");
    List<Trial> ranked = ranked(seen);
    if (ranked.size() < startup) {
      return RandomSearch.draw(space, rng);
    }
    int count = Math.min((int) Math.ceil(BETTER * ranked.size()), MOST_BETTER);
    List<Trial> better = ranked.subList(0, count);
    List<Trial> rest = ranked.subList(count, ranked.size());
    return space.point(
        dimension -> {
          var good = new ParzenDensity(dimension.domain(), values(better, dimension));
          var bad = new ParzenDensity(dimension.domain(), values(rest, dimension));
          return likeliest(good, bad, rng.split(dimension.path()));
        });
  }

  /// Complete trials, the best first, then pruned ones, the longest first.
  private static List<Trial> ranked(List<Trial> seen) {
    Stream<Trial> pruned =
        seen.stream()
            .filter(trial -> trial.state().equals(Optional.of(TrialState.PRUNED)))
            .sorted(
                Comparator.<Trial>comparingLong(trial -> -trial.ended().orElseThrow().steps())
                    .thenComparingDouble(
                        trial -> trial.ended().orElseThrow().value().orElse(Double.MAX_VALUE)));
    return Stream.concat(Trial.ranking(seen).stream(), pruned).toList();
  }

  private static List<JsonNode> values(List<Trial> trials, Dimension dimension) {
    List<JsonNode> values = new ArrayList<>();
    for (Trial trial : trials) {
      trial.values().get(dimension.path()).ifPresent(values::add);
    }
    return values;
  }

  private JsonNode likeliest(ParzenDensity good, ParzenDensity bad, Rng rng) {
    JsonNode best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates; i++) {
      JsonNode candidate = good.draw(rng);
      double gain = StrictMath.log(good.of(candidate)) - StrictMath.log(bad.of(candidate));
      if (best == null || gain > highest) {
        best = candidate;
        highest = gain;
      }
    }
    return best;
  }
}
