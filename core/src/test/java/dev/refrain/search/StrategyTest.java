package dev.refrain.search;

import static dev.refrain.search.Studies.SPACE;
import static dev.refrain.search.Studies.complete;
import static dev.refrain.search.Studies.number;
import static dev.refrain.search.Studies.text;
import static dev.refrain.search.Studies.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StrategyTest {
  private static Point point(int layers, int units) {
    return new Point(Map.of("layers", whole(layers), "units", whole(units)));
  }

  @Test
  void randomCoversTheSpaceAndDependsOnSeedAndNumber() {
    var strategy = new RandomSearch();
    Set<JsonNode> depths = new HashSet<>();
    for (int trial = 1; trial <= 300; trial++) {
      Point point = strategy.propose(SPACE, 1, trial, List.of());
      assertThat(point).isEqualTo(strategy.propose(SPACE, 1, trial, List.of()));
      SPACE
          .dimensions()
          .forEach(d -> assertThat(d.domain().contains(point.get(d.path()).get())).isTrue());
      depths.add(point.get("layers").get());
    }
    assertThat(depths).hasSize(25);
    assertThat(strategy.propose(SPACE, 1, 1, List.of()))
        .isNotEqualTo(strategy.propose(SPACE, 1, 2, List.of()))
        .isNotEqualTo(strategy.propose(SPACE, 2, 1, List.of()));
  }

  @Test
  void gridGoesThroughWhatPlaysAPart() {
    SearchSpace space =
        SearchSpace.of(
            Dimension.of("layers", IntegerRange.of(1, 2)),
            Dimension.of("dropout", new RealRange(0, 0.5, false, 3)).when("layers > 1"),
            Dimension.of("cell", new Choices(List.of(text("lstm"), text("gru")))));
    var strategy = new GridSearch();
    assertThat(strategy.trials(space)).hasValue(8);
    assertThat(IntStream.rangeClosed(1, 8).mapToObj(i -> strategy.propose(space, 1, i, List.of())))
        .map(point -> point.toJson().toString())
        .containsExactly(
            "{\"layers\":1,\"cell\":\"lstm\"}",
            "{\"layers\":1,\"cell\":\"gru\"}",
            "{\"layers\":2,\"dropout\":0.0,\"cell\":\"lstm\"}",
            "{\"layers\":2,\"dropout\":0.0,\"cell\":\"gru\"}",
            "{\"layers\":2,\"dropout\":0.25,\"cell\":\"lstm\"}",
            "{\"layers\":2,\"dropout\":0.25,\"cell\":\"gru\"}",
            "{\"layers\":2,\"dropout\":0.5,\"cell\":\"lstm\"}",
            "{\"layers\":2,\"dropout\":0.5,\"cell\":\"gru\"}");
    assertThatThrownBy(() -> strategy.check(SPACE)).hasMessageContaining("give steps");
  }

  @Test
  void listIsCompletedByAGrid() {
    SearchSpace space =
        SearchSpace.of(
            Dimension.of("layers", IntegerRange.of(1, 25)),
            Dimension.of("units", IntegerRange.of(25, 250)),
            Dimension.of("seed", new Choices(List.of(whole(1), whole(2), whole(3)))));
    var strategy =
        new ListedSearch(
            List.of(
                Map.of("layers", whole(11), "units", whole(124)),
                Map.of("layers", whole(4), "units", whole(238))));
    assertThat(strategy.trials(space)).hasValue(6);
    assertThat(strategy.propose(space, 1, 5, List.of()).toJson().toString())
        .isEqualTo("{\"layers\":4,\"units\":238,\"seed\":2}");
    assertThatThrownBy(() -> new ListedSearch(List.of(Map.of("depth", whole(1)))).check(space))
        .hasMessageContaining("depth")
        .hasMessageContaining("layers, units, seed");
    assertThatThrownBy(() -> new ListedSearch(List.of(Map.of("layers", whole(26)))).check(space))
        .hasMessageContaining("26");
  }

  /// Golden values: SciPy 1.17.1, `qmc.Sobol(32, scramble=False).random(16).T[d][8:16]`.
  @Test
  void sobolSequenceIsThePublishedOne() {
    Map<Integer, double[]> golden =
        Map.of(
            7, new double[] {0.9375, 0.4375, 0.1875, 0.6875, 0.0625, 0.5625, 0.8125, 0.3125},
            20, new double[] {0.1875, 0.6875, 0.4375, 0.9375, 0.0625, 0.5625, 0.3125, 0.8125},
            31, new double[] {0.8125, 0.3125, 0.5625, 0.0625, 0.9375, 0.4375, 0.6875, 0.1875});
    golden.forEach(
        (dimension, values) -> {
          for (int i = 0; i < values.length; i++) {
            assertThat(SobolSequence.shifted(dimension, 8 + i, 0))
                .as("dimension %d, point %d", dimension, 8 + i)
                .isEqualTo(values[i]);
          }
        });
  }

  @Test
  void sobolPointsAreEvenInEveryDimensionAndShiftedBySeed() {
    for (int dimension = 0; dimension < SobolSequence.MOST_DIMENSIONS; dimension++) {
      boolean[] hit = new boolean[256];
      for (int i = 0; i < 256; i++) {
        int cell = (int) (256 * SobolSequence.shifted(dimension, i, 0x5EED5EED));
        assertThat(hit[cell]).as("dimension %d, cell %d", dimension, cell).isFalse();
        hit[cell] = true;
      }
    }
    var strategy = new SobolSearch();
    assertThat(strategy.propose(SPACE, 1, 1, List.of()))
        .isNotEqualTo(strategy.propose(SPACE, 2, 1, List.of()));
  }

  /// Of each sixteen squares one point in each, for any two of the first dimensions.
  @Test
  void sobolPairsAreEven() {
    for (int first = 0; first < 3; first++) {
      for (int second = 0; second < first; second++) {
        Set<Integer> cells = new HashSet<>();
        for (int i = 0; i < 64; i++) {
          int x = (int) (8 * SobolSequence.shifted(first, i, 0));
          int y = (int) (8 * SobolSequence.shifted(second, i, 0));
          cells.add(8 * x + y);
        }
        assertThat(cells).as("dimensions %d and %d", first, second).hasSizeGreaterThan(31);
      }
    }
  }

  @Test
  void treeParzenFindsBetterPointsThanChance() {
    int wins = 0;
    for (int seed = 1; seed <= 9; seed++) {
      double guided = best(TreeParzenSearch.standard(), seed);
      double random = best(new RandomSearch(), seed);
      wins += guided < random ? 1 : 0;
    }
    assertThat(wins).isGreaterThanOrEqualTo(7);
  }

  private static double best(Strategy strategy, long seed) {
    List<Trial> seen = new ArrayList<>();
    double best = Double.MAX_VALUE;
    for (int trial = 1; trial <= 60; trial++) {
      Point point = strategy.propose(SPACE, seed, trial, seen);
      double value = Studies.distance(SPACE.settings(point));
      best = Math.min(best, value);
      seen.add(complete(trial, point, value));
    }
    return best;
  }

  /// The lecture's first table: 11/124, 4/238, 17/63, 22/136 and 10/248.
  @Test
  void refineNarrowsAroundTheBest() {
    SearchSpace space =
        SearchSpace.of(
            Dimension.of("layers", IntegerRange.of(1, 25)),
            Dimension.of("units", IntegerRange.of(25, 250)));
    List<Trial> round =
        List.of(
            complete(1, point(11, 124), 3.267),
            complete(2, point(4, 238), 3.264),
            complete(3, point(17, 63), 3.321),
            complete(4, point(22, 136), 3.301),
            complete(5, point(10, 248), 3.386));
    var strategy = new RefinedSearch(2, 5, 0.4, 0.3, 0, false);
    SearchSpace next = strategy.space(space, 2, round);
    // The best two of five lie at depths 4 and 11, a little nearer than three tenths of 24: the
    // range is 7.2 wide around their middle, 7.5, and its ends lie within the cells of 4 and 11.
    assertThat(next.bounds().get("layers")).containsExactly(whole(4), whole(11));
    assertThat(next.bounds().get("units")).containsExactly(whole(124), whole(238));
    assertThat(strategy.round(5)).isEqualTo(1);
    assertThat(strategy.round(6)).isEqualTo(2);
    assertThat(strategy.trials(space)).hasValue(10);

    var one = new RefinedSearch(2, 5, 0.2, 0.1, 0, false);
    SearchSpace around = one.space(space, 2, round);
    // One trial: a tenth of 24 around the middle of 4's cell, of 225 around that of 238's.
    assertThat(around.bounds().get("layers")).containsExactly(whole(3), whole(5));
    assertThat(around.bounds().get("units")).containsExactly(whole(227), whole(249));
  }

  @Test
  void refinedBoundsStayWithinTheFirstUnlessTheyMayMove() {
    SearchSpace space = SearchSpace.of(Dimension.of("units", IntegerRange.of(25, 250)));
    List<Trial> round =
        List.of(
            complete(1, new Point(Map.of("units", whole(250))), 1),
            complete(2, new Point(Map.of("units", whole(100))), 2));
    IntegerRange kept = range(new RefinedSearch(3, 2, 0.5, 0.4, 0, false).space(space, 2, round));
    IntegerRange moved = range(new RefinedSearch(3, 2, 0.5, 0.4, 0, true).space(space, 2, round));
    assertThat(kept.high()).isEqualTo(250);
    assertThat(kept.high() - kept.low()).isBetween(88L, 92L);
    assertThat(moved.high()).isBetween(293L, 297L);
    assertThat(moved.low()).isBetween(203L, 207L);
  }

  private static IntegerRange range(SearchSpace space) {
    return (IntegerRange) space.dimensions().getFirst().domain();
  }

  @Test
  void refineKeepsGoodChoicesAllSeedsAndWhatPlayedNoPart() {
    SearchSpace space =
        SearchSpace.of(
            Dimension.of("cell", new Choices(List.of(text("lstm"), text("gru"), text("elman")))),
            Dimension.of("seed", new Choices(List.of(whole(1), whole(2)))),
            Dimension.of("rate", RealRange.log(1e-4, 1)),
            Dimension.of("zoneout", RealRange.of(0, 0.5)).when("cell == elman"));
    Point good = new Point(Map.of("cell", text("gru"), "seed", whole(1), "rate", number(0.01)));
    Point poor = new Point(Map.of("cell", text("lstm"), "seed", whole(2), "rate", number(1)));
    SearchSpace next =
        new RefinedSearch(2, 2, 0.5, 0.25, 0, false)
            .space(space, 2, List.of(complete(1, good, 1), complete(2, poor, 2)));
    assertThat(next.bounds().get("cell")).containsExactly(text("gru"));
    assertThat(next.bounds().get("seed")).hasSize(2);
    assertThat(next.dimensions().get(3).domain()).isEqualTo(RealRange.of(0, 0.5));
    RealRange rate = (RealRange) next.dimensions().get(2).domain();
    // A quarter of four decades, around 0.01.
    assertThat(rate.low()).isCloseTo(0.003162, within(1e-5));
    assertThat(rate.high()).isCloseTo(0.03162, within(1e-4));
  }

  @Test
  void refineSeesAllRoundsBeforeAndNothingElse() {
    var strategy = RefinedSearch.of(3, 5);
    assertThat(strategy.sees(5, 2)).isZero();
    assertThat(strategy.sees(6, 2)).isEqualTo(5);
    assertThat(strategy.sees(15, 2)).isEqualTo(10);
    assertThat(TreeParzenSearch.standard().sees(15, 2)).isEqualTo(13);
  }
}
