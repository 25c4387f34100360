package dev.refrain.search;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireShare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;

/// Rounds of random trials, each within narrower bounds than the one before: the method of the lecture
/// that Refrain grew from, which calls it deepforward.
///
/// After a round, the best `⌈keep · trials⌉` complete trials of all rounds so far say where the next
/// one looks. For a range, measured on its own scale (a logarithmic one in doublings): the new range
/// is as wide as those trials lie apart and `margin` of that more at each end, but at least `shrink`
/// times as wide as the old one and never wider; its middle is the middle between the lowest and the
/// highest of them. So bounds may move within the old ones and also beyond them, but not beyond those
/// of the first round, unless `move` says so: then they go where the best trials are, and only stay
/// above 0, or at 0, where the first range did. Of choices, those remain that are among the best. A
/// dimension that plays no part in any of them stays as it is, and so does `seed`, for a lucky seed is
/// no finding.
///
/// Nothing is drawn to find new bounds: equal trials give equal bounds.
///
/// @param rounds how many rounds there are
/// @param trials how many trials each has
/// @param keep the share of a round's number of trials that counts as the best
/// @param shrink the least part of a range's width that remains
/// @param margin how much more than the best trials the new range covers at each end, as a part of
///     what they cover
/// @param move whether bounds may leave those of the first round
public record RefinedSearch(
    int rounds, int trials, double keep, double shrink, double margin, boolean move)
    implements Strategy {

  /// @throws IllegalArgumentException naming the value and what is allowed
  public RefinedSearch {
    require(rounds >= 1, "rounds is %d, it must be 1 or more", rounds);
    require(trials >= 1, "trials is %d, it must be 1 or more", trials);
    requireShare("keep", keep);
    requireShare("shrink", shrink);
    requireShare("margin", margin);
    require(keep > 0, "keep is 0, it must be above 0");
    require(shrink > 0, "shrink is 0, it must be above 0");
  }

  /// Two rounds, the better two of five trials kept, ranges down to three tenths.
  public static RefinedSearch of(int rounds, int trials) {
    return new RefinedSearch(rounds, trials, 0.4, 0.3, 0.1, false);
  }

  @Override
  public String kind() {
    return "refine";
  }

  @Override
  public OptionalInt trials(SearchSpace space) {
    return OptionalInt.of(Math.multiplyExact(rounds, trials));
  }

  @Override
  public int sees(int trial, int parallel) {
    return (round(trial) - 1) * trials;
  }

  @Override
  public int round(int trial) {
    return 1 + (trial - 1) / trials;
  }

  @Override
  public SearchSpace space(SearchSpace whole, int round, List<Trial> seen) {
    SearchSpace space = whole;
    for (int before = 1; before < round; before++) {
      int last = before * trials;
      List<Trial> best =
          Trial.ranking(seen).stream()
              .filter(trial -> trial.number() <= last)
              .limit((long) Math.ceil(keep * trials))
              .toList();
      SearchSpace old = space;
      space = old.with(d -> narrowed(whole.dimension(d.path()).orElseThrow(), d, best));
    }
    return space;
  }

  private Domain narrowed(Dimension first, Dimension old, List<Trial> best) {
    List<JsonNode> values =
        best.stream().flatMap(trial -> trial.values().get(old.path()).stream()).toList();
    if (values.isEmpty() || old.path().equals(SearchSpace.SEED)) {
      return old.domain();
    }
    return switch (old.domain()) {
      case Choices choices ->
          new Choices(choices.values().stream().filter(values::contains).toList());
      case IntegerRange range -> {
        double[] part = part(first.domain(), range, values);
        yield ((IntegerRange) first.domain()).between(part[0], part[1]);
      }
      case RealRange range -> {
        double[] part = part(first.domain(), range, values);
        yield ((RealRange) first.domain()).between(part[0], part[1]);
      }
    };
  }

  /// From where to where the new range goes, on the unit interval of the first.
  private double[] part(Domain first, Domain old, List<JsonNode> values) {
    double lowest = values.stream().mapToDouble(first::place).min().orElseThrow();
    double highest = values.stream().mapToDouble(first::place).max().orElseThrow();
    double oldWidth = first.place(old.bounds().getLast()) - first.place(old.bounds().getFirst());
    double width = (highest - lowest) * (1 + 2 * margin);
    width = Math.min(Math.max(width, shrink * oldWidth), oldWidth);
    double from = (lowest + highest - width) / 2;
    if (!move) {
      from = Math.clamp(from, 0, Math.max(0, 1 - width));
    }
    return new double[] {from, from + width};
  }

  @Override
  public Point propose(SearchSpace space, long seed, int trial, List<Trial> seen) {
    return new RandomSearch().propose(space, seed, trial, seen);
  }
}
