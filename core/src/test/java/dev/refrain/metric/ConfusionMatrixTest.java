package dev.refrain.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfusionMatrixTest {
  private static ConfusionMatrix matrix() {
    int[] truth = {0, 0, 0, 1, 1, 1, 2, 2, 3, 0};
    int[] predicted = {0, 0, 1, 0, 1, 2, 2, 2, 1, 0};
    var matrix = new ConfusionMatrix(List.of("a", "b", "c", "d", "never"));
    for (int i = 0; i < truth.length; i++) {
      matrix.add(truth[i], predicted[i]);
    }
    return matrix;
  }

  @Test
  void countsTruthByRow() {
    ConfusionMatrix matrix = matrix();
    assertThat(matrix.total()).isEqualTo(10);
    assertThat(matrix.count(0, 1)).isEqualTo(1);
    assertThat(matrix.count(3, 1)).isEqualTo(1);
    assertThat(matrix.count(1, 3)).isZero();
  }

  @Test
  void scoresAreThoseOfTheDefinitions() {
    ConfusionMatrix matrix = matrix();
    assertThat(matrix.accuracy()).isCloseTo(0.6, within(1e-12));
    List<ClassScore> scores = matrix.scores();
    assertThat(scores.get(0).precision()).isCloseTo(3.0 / 4, within(1e-12));
    assertThat(scores.get(0).recall()).isCloseTo(3.0 / 4, within(1e-12));
    assertThat(scores.get(1).precision()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(scores.get(1).recall()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(scores.get(2).precision()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(scores.get(2).recall()).isCloseTo(1, within(1e-12));
    assertThat(scores.get(2).f1()).isCloseTo(0.8, within(1e-12));
    assertThat(scores.get(3)).isEqualTo(new ClassScore("d", 0, 0, 1));
    assertThat(scores.get(3).f1()).isZero();
  }

  @Test
  void macroF1LeavesOutWhatDoesNotOccur() {
    double expected = (3.0 / 4 + 1.0 / 3 + 0.8 + 0) / 4;
    assertThat(matrix().macroF1()).isCloseTo(expected, within(1e-12));
    assertThat(new ConfusionMatrix(List.of("a", "b")).macroF1()).isZero();
    assertThat(new ConfusionMatrix(List.of("a", "b")).accuracy()).isZero();
  }
}
