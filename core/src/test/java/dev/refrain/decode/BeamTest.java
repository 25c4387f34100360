package dev.refrain.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the beam against looking at every sequence there is.
class BeamTest {
  private static final int TOKENS = 5;
  private static final int END = 0;
  private static final int OTHER_END = 1;
  private static final int REFUSED = 4;
  private static final int LONGEST = 6;

  /// A model whose next token depends on the last two; its state is those two.
  private record Chain(long seed) implements TokenSource<List<Integer>> {
    Continuation<List<Integer>> start() {
      return at(List.of(-1, -1));
    }

    Continuation<List<Integer>> at(List<Integer> state) {
      Rng rng = Rng.seeded(seed).split(state.toString());
      float[] logits = new float[TOKENS];
      for (int id = 0; id < TOKENS; id++) {
        logits[id] = (float) (2 * rng.nextGaussian());
      }
      return new Continuation<>(state, Distribution.ofLogits(logits));
    }

    @Override
    public List<Continuation<List<Integer>>> advance(List<List<Integer>> states, int[] tokens) {
      List<Continuation<List<Integer>>> next = new ArrayList<>();
      for (int i = 0; i < tokens.length; i++) {
        next.add(at(List.of(states.get(i).get(1), tokens[i])));
      }
      return next;
    }

    /// The probabilities of all sequences.
    Map<List<Integer>, Double> enumerate() {
      Map<List<Integer>, Double> all = new HashMap<>();
      enumerate(start(), List.of(), 1, all);
      return all;
    }

    private void enumerate(
        Continuation<List<Integer>> at,
        List<Integer> soFar,
        double probability,
        Map<List<Integer>, Double> all) {
      if (!soFar.isEmpty()) {
        double ends = at.next().probability(END) + at.next().probability(OTHER_END);
        all.put(soFar, probability * ends);
      }
      for (int token = 2; token < REFUSED && soFar.size() < LONGEST; token++) {
        List<Integer> longer = new ArrayList<>(soFar);
        longer.add(token);
        var next = advance(List.of(at.state()), new int[] {token}).getFirst();
        enumerate(next, longer, probability * at.next().probability(token), all);
      }
    }
  }

  private static Goal.Verdict judge(int[] soFar, int token) {
    return switch (token) {
      case END, OTHER_END -> soFar.length == 0 ? Goal.Verdict.REFUSE : Goal.Verdict.END;
      case REFUSED -> Goal.Verdict.REFUSE;
      default -> Goal.Verdict.GO_ON;
    };
  }

  private static List<Integer> tokens(Beam.Found found) {
    return Arrays.stream(found.tokens()).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aWideBeamFindsTheLikeliestOfAll(long seed) {
    Chain chain = new Chain(seed);
    Map<List<Integer>, Double> all = chain.enumerate();
    List<Double> best = all.values().stream().sorted(Comparator.reverseOrder()).toList();
    List<Beam.Found> found =
        new Beam(1000, LONGEST).search(chain, chain.start(), BeamTest::judge, 7);
    for (int rank = 0; rank < 7; rank++) {
      double probability = Math.exp(found.get(rank).logProbability());
      assertThat(probability).as("seed %d", seed).isCloseTo(best.get(rank), within(1e-6));
      assertThat(all.get(tokens(found.get(rank))))
          .as("seed %d", seed)
          .isCloseTo(probability, within(1e-6));
    }
  }

  @Test
  void aNarrowBeamFindsNothingThatIsNotThere() {
    Chain chain = new Chain(3);
    Map<List<Integer>, Double> all = chain.enumerate();
    List<Beam.Found> found = new Beam(1, LONGEST).search(chain, chain.start(), BeamTest::judge, 50);
    assertThat(found).hasSize(LONGEST); // one of each length
    for (Beam.Found one : found) {
      assertThat(Math.exp(one.logProbability())).isCloseTo(all.get(tokens(one)), within(1e-6));
    }
  }

  @Test
  void refusesAnEmptyBeam() {
    assertThatThrownBy(() -> new Beam(0, 3)).hasMessageContaining("width 0");
    assertThatThrownBy(() -> new Beam(3, 0)).hasMessageContaining("length 0");
  }
}
