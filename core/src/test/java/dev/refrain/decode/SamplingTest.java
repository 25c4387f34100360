package dev.refrain.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  private static final int DRAWS = 40_000;
  private static final long SEED = 11;

  /// Probabilities 0.5, 0.3, 0.15, 0.05, in no order.
  private static final Distribution FOUR = of(0.15, 0.5, 0.05, 0.3);

  private static Distribution of(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (Math.log(probabilities[i]) + 3); // a constant changes nothing
    }
    return Distribution.ofLogits(logits);
  }

  private static double[] frequencies(Sampling sampling) {
    Rng rng = Rng.seeded(SEED);
    double[] frequencies = new double[FOUR.size()];
    for (int i = 0; i < DRAWS; i++) {
      frequencies[sampling.draw(FOUR, rng)] += 1.0 / DRAWS;
    }
    return frequencies;
  }

  private static void assertDraws(Sampling sampling, double... expected) {
    double[] frequencies = frequencies(sampling);
    for (int id = 0; id < expected.length; id++) {
      double deviation = Math.sqrt(expected[id] * (1 - expected[id]) / DRAWS);
      assertThat(frequencies[id])
          .as("%s, token %d, seed %d", sampling, id, SEED)
          .isCloseTo(expected[id], within(4 * deviation + 1e-9));
    }
  }

  @Test
  void drawsAsTheModelSays() {
    assertDraws(Sampling.temperature(1), 0.15, 0.5, 0.05, 0.3);
  }

  @Test
  void temperatureSharpensAndFlattens() {
    double sum = 0.0225 + 0.25 + 0.0025 + 0.09; // squares, for temperature 1/2
    assertDraws(Sampling.temperature(0.5), 0.0225 / sum, 0.25 / sum, 0.0025 / sum, 0.09 / sum);
    double root = Math.sqrt(0.15) + Math.sqrt(0.5) + Math.sqrt(0.05) + Math.sqrt(0.3);
    assertDraws(
        Sampling.temperature(2),
        Math.sqrt(0.15) / root,
        Math.sqrt(0.5) / root,
        Math.sqrt(0.05) / root,
        Math.sqrt(0.3) / root);
  }

  @Test
  void topKKeepsTheLikeliest() {
    assertDraws(Sampling.temperature(1).withTopK(1), 0, 1, 0, 0);
    assertDraws(Sampling.temperature(1).withTopK(2), 0, 0.5 / 0.8, 0, 0.3 / 0.8);
    assertDraws(Sampling.temperature(1).withTopK(99), 0.15, 0.5, 0.05, 0.3);
  }

  @Test
  void nucleusKeepsTheFewestThatReachIt() {
    assertDraws(Sampling.temperature(1).withNucleus(0.01), 0, 1, 0, 0);
    assertDraws(Sampling.temperature(1).withNucleus(0.49), 0, 1, 0, 0);
    assertDraws(Sampling.temperature(1).withNucleus(0.51), 0, 0.5 / 0.8, 0, 0.3 / 0.8);
    assertDraws(Sampling.temperature(1).withNucleus(0.94), 0.15 / 0.95, 0.5 / 0.95, 0, 0.3 / 0.95);
    // of the two likeliest, 0.625 and 0.375, the first reaches 0.6
    assertDraws(Sampling.temperature(1).withTopK(2).withNucleus(0.6), 0, 1, 0, 0);
  }

  @Test
  void greedyTakesTheLikeliestAndTheFirstOfEquals() {
    assertDraws(Sampling.GREEDY, 0, 1, 0, 0);
    assertThat(Sampling.GREEDY.draw(of(0.2, 0.4, 0.4), Rng.seeded(1))).isEqualTo(1);
    assertThat(Sampling.temperature(1e-300).draw(FOUR, Rng.seeded(1))).isEqualTo(1);
  }

  @Test
  void neverDrawsTheImpossible() {
    Distribution rest = FOUR.without(id -> id == 1);
    assertThat(rest.probability(3)).isCloseTo(0.6, within(1e-6));
    Rng rng = Rng.seeded(SEED);
    for (int i = 0; i < 2000; i++) {
      assertThat(Sampling.temperature(50).draw(rest, rng)).isNotEqualTo(1);
    }
  }

  @Test
  void theSameSeedDrawsTheSame() {
    Rng first = Rng.seeded(5);
    Rng second = Rng.seeded(5);
    for (int i = 0; i < 100; i++) {
      assertThat(Sampling.temperature(1).draw(FOUR, first))
          .isEqualTo(Sampling.temperature(1).draw(FOUR, second));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1,0,1,temperature -0.1",
    "NaN,0,1,temperature NaN",
    "Infinity,0,1,temperature Infinity",
    "1,-1,1,top-k -1",
    "1,0,0,nucleus 0.0",
    "1,0,1.01,nucleus 1.01",
    "1,0,NaN,nucleus NaN",
  })
  void refusesValuesOutOfRange(double temperature, int topK, double nucleus, String message) {
    assertThatThrownBy(() -> new Sampling(temperature, topK, nucleus))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void refusesLogitsThatAreNoNumbers(float bad) {
    assertThatThrownBy(() -> Distribution.ofLogits(new float[] {0, bad}))
        .hasMessageContaining("token 1");
  }

  @Test
  void ordersTokensByProbability() {
    assertThat(FOUR.likeliest(3)).containsExactly(1, 3, 0);
    assertThat(FOUR.likeliest(9)).containsExactly(1, 3, 0, 2);
    assertThat(FOUR.without(id -> id == 3).likeliest(9)).containsExactly(1, 0, 2);
    assertThat(of(1).likeliest(1)).containsExactly(0);
    assertThat(FOUR.probability(id -> id % 2 == 1)).isCloseTo(0.8, within(1e-6));
    assertThatThrownBy(() -> FOUR.without(id -> true)).hasMessageContaining("none of 4");
  }
}
