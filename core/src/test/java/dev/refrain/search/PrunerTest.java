package dev.refrain.search;

import static dev.refrain.search.Studies.trial;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrunerTest {
  private static final Point POINT = new Point(Map.of());
  private static final Measure MEASURE = Measure.VALIDATION_LOSS;

  private static Trial complete(int number, double... measures) {
    return trial(number, POINT, TrialState.COMPLETE, measures.length, measures);
  }

  private static Trial pruned(int number, double... measures) {
    return trial(number, POINT, TrialState.PRUNED, measures.length, measures);
  }

  @Test
  void medianEndsWhatIsWorseThanHalfOfTheOthers() {
    var pruner = new MedianPruning(3, 1);
    List<Trial> seen =
        List.of(complete(1, 9, 4, 1), complete(2, 9, 6, 2), complete(3, 9, 8, 3), pruned(4, 9, 1));
    assertThat(pruner.verdict(List.of(8.0, 6.1), seen, MEASURE)).isPresent();
    assertThat(pruner.verdict(List.of(8.0, 6.0), seen, MEASURE)).isEmpty();
    assertThat(pruner.verdict(List.of(5.0, 7.0), seen, MEASURE))
        .as("its best counts, not its last")
        .isEmpty();
    assertThat(pruner.verdict(List.of(99.0), seen, MEASURE)).as("warm-up").isEmpty();
    assertThat(pruner.verdict(List.of(9.0, 99.0), seen.subList(1, 4), MEASURE))
        .as("too few")
        .isEmpty();
  }

  @Test
  void halvingLetsTheBestThirdPassARung() {
    var pruner = new HalvingPruning(1, 3);
    List<Trial> seen =
        List.of(
            complete(1, 1, 1, 1), pruned(2, 2), pruned(3, 3), complete(4, 4, 4, 4), pruned(5, 5));
    // With this one six have reached the first rung, so two go on.
    assertThat(pruner.verdict(List.of(1.5), seen, MEASURE)).isEmpty();
    assertThat(pruner.verdict(List.of(2.5), seen, MEASURE)).isPresent();
    assertThat(pruner.verdict(List.of(1.5, 99.0), seen, MEASURE)).as("no rung").isEmpty();
    // Three have reached the second rung, so only the best goes on.
    assertThat(pruner.verdict(List.of(1.5, 1.5, 0.5), seen, MEASURE)).isEmpty();
    assertThat(pruner.verdict(List.of(1.5, 1.5, 1.1), seen, MEASURE)).isPresent();
    assertThat(pruner.verdict(List.of(99.0), List.of(), MEASURE)).as("the first").isEmpty();
    assertThat(pruner.verdict(List.of(1.5), List.of(), MEASURE)).isEmpty();
  }

  @Test
  void rungsAreAsFarApartAsEtaSays() {
    var pruner = new HalvingPruning(2, 2);
    List<Trial> seen = List.of(complete(1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    List<Double> measures = new ArrayList<>();
    List<Integer> rungs = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      measures.add(1.0);
      if (pruner.verdict(measures, seen, MEASURE).isPresent()) {
        rungs.add(i);
      }
    }
    assertThat(rungs).containsExactly(2, 4, 8);
  }

  @Test
  void prunersSeeOnlyTrialsThatCannotRunBeside() {
    assertThat(MedianPruning.standard().sees(10, 3)).isEqualTo(7);
    assertThat(HalvingPruning.standard().sees(2, 3)).isZero();
    assertThat(new NoPruning().sees(10, 3)).isZero();
  }
}
