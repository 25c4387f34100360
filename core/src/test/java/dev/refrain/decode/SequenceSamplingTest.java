package dev.refrain.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Rng;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceSamplingTest {
  private static final TokenRoles ROLES = PrefixModel.ROLES;

  private static List<Hypothesis> sample(
      SequenceSampling sampling, PrefixModel model, int[] sentences, int[] lengths) {
    List<Rng> rngs = Arrays.stream(sentences).mapToObj(s -> Rng.seeded(5).split(s)).toList();
    return sampling.sample(model.source(sentences, lengths), ROLES, lengths, rngs);
  }

  @Test
  void drawsDoNotDependOnTheOtherSentences() {
    SequenceSampling sampling =
        new SequenceSampling(Sampling.temperature(1.1), LengthLimits.DEFAULT);
    PrefixModel model = new PrefixModel(2, 9, false);
    int[] lengths = {4, 7, 1, 5};
    List<Hypothesis> together = sample(sampling, model, new int[] {0, 1, 2, 3}, lengths);
    for (int i = 0; i < 4; i++) {
      Hypothesis alone = sample(sampling, model, new int[] {i}, new int[] {lengths[i]}).get(0);
      assertThat(together.get(i).tokens()).isEqualTo(alone.tokens());
      assertThat(together.get(i).score()).isEqualTo(alone.logProbability());
      assertThat(together.get(i).attention()).isDeepEqualTo(alone.attention());
      assertThat(alone.attention()).hasNumberOfRows(alone.tokens().length + 1);
    }
  }

  @Test
  void greedyDrawsAreTheBeamOfOne() {
    PrefixModel model = new PrefixModel(8, 7, false);
    int[] lengths = {4, 7, 1, 5};
    int[] sentences = {0, 1, 2, 3};
    SequenceSampling greedy = new SequenceSampling(Sampling.GREEDY, LengthLimits.DEFAULT);
    List<Hypothesis> drawn = sample(greedy, model, sentences, lengths);
    List<List<Hypothesis>> searched =
        BeamSearch.GREEDY.search(model.source(sentences, lengths), ROLES, lengths);
    for (int i = 0; i < 4; i++) {
      Hypothesis best = searched.get(i).get(0);
      assertThat(drawn.get(i).tokens()).isEqualTo(best.tokens());
      assertThat(drawn.get(i).logProbability()).isEqualTo(best.logProbability());
      assertThat(drawn.get(i).finished()).isEqualTo(best.finished());
    }
  }

  @Test
  void sequencesComeAsOftenAsTheirProbabilitySays() {
    PrefixModel model = new PrefixModel(4, 4, false);
    int draws = 4000;
    int[] lengths = new int[draws];
    Arrays.fill(lengths, 1);
    List<Rng> rngs = IntStream.range(0, draws).mapToObj(i -> Rng.seeded(6).split(i)).toList();
    SequenceSampling sampling =
        new SequenceSampling(Sampling.temperature(1), LengthLimits.between(1, 2));
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (Hypothesis drawn :
        sampling.sample(model.source(new int[draws], lengths), ROLES, lengths, rngs)) {
      counts.merge(Arrays.stream(drawn.tokens()).boxed().toList(), 1, Integer::sum);
    }
    // the first token cannot be the end, so the two others share its probability
    double[] first = probabilities(model, List.of(), false);
    for (int token = 2; token < 4; token++) {
      double ends = probabilities(model, List.of(token), true)[PrefixModel.END];
      double frequency = counts.getOrDefault(List.of(token), 0) / (double) draws;
      assertThat(frequency).isCloseTo(first[token] * ends, within(0.03));
    }
    assertThat(counts).doesNotContainKey(List.of());
    assertThat(counts.keySet()).allMatch(tokens -> tokens.size() <= 2);
  }

  private static double[] probabilities(PrefixModel model, List<Integer> prefix, boolean mayEnd) {
    Distribution next =
        Distribution.ofLogits(model.logProbabilities(0, prefix))
            .without(t -> t == PrefixModel.BEGIN || (t == PrefixModel.END && !mayEnd));
    return IntStream.range(0, model.vocabulary()).mapToDouble(next::probability).toArray();
  }
}
