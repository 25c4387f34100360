package dev.refrain.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleSourceTest {
  private static final TokenRoles ROLES = PrefixModel.ROLES;
  private static final int[] SENTENCES = {0, 1, 2};
  private static final int[] LENGTHS = {4, 2, 6};

  @Test
  void ensembleOfAModelWithItselfIsTheModel() {
    PrefixModel model = new PrefixModel(1, 9, false);
    BeamSearch search = BeamSearch.ofWidth(4).withCoveragePenalty(0.2).withBest(3);
    StepSource twice =
        new EnsembleSource(
            List.of(model.source(SENTENCES, LENGTHS), model.source(SENTENCES, LENGTHS)));
    List<List<Hypothesis>> both = search.search(twice, ROLES, LENGTHS);
    List<List<Hypothesis>> one = search.search(model.source(SENTENCES, LENGTHS), ROLES, LENGTHS);
    for (int sentence : SENTENCES) {
      for (int rank = 0; rank < 3; rank++) {
        Hypothesis left = both.get(sentence).get(rank);
        Hypothesis right = one.get(sentence).get(rank);
        assertThat(left.tokens()).isEqualTo(right.tokens());
        assertThat(left.logProbability()).isCloseTo(right.logProbability(), within(1e-5));
        assertThat(left.attention()).isDeepEqualTo(right.attention());
      }
    }
  }

  @Test
  void probabilitiesAndAttentionAreAveraged() {
    PrefixModel first = new PrefixModel(1, 9, false);
    PrefixModel second = new PrefixModel(2, 9, false);
    PrefixModel third = new PrefixModel(3, 9, false);
    StepScores scores =
        new EnsembleSource(
                List.of(
                    first.source(SENTENCES, LENGTHS),
                    second.source(SENTENCES, LENGTHS),
                    third.source(SENTENCES, LENGTHS)))
            .advance(new int[] {2, 0}, new int[2]);
    assertThat(scores.rows()).isEqualTo(2);
    for (int row = 0; row < 2; row++) {
      int sentence = row == 0 ? 2 : 0;
      for (int token = 0; token < 9; token++) {
        double mean = 0;
        for (PrefixModel model : List.of(first, second, third)) {
          mean += Math.exp(model.logProbabilities(sentence, List.of())[token]) / 3;
        }
        assertThat(scores.logProbabilities()[row * 9 + token])
            .isCloseTo((float) Math.log(mean), within(1e-5f));
      }
      for (int i = 0; i < LENGTHS[sentence]; i++) {
        double mean = 0;
        for (PrefixModel model : List.of(first, second, third)) {
          mean += model.attention(sentence, List.of(), LENGTHS[sentence])[i] / 3;
        }
        assertThat(scores.attention()[row * 6 + i]).isCloseTo((float) mean, within(1e-6f));
      }
    }
  }

  /// A source that says the same in every row.
  private static StepSource constant(float... logProbabilities) {
    return new StepSource() {
      @Override
      public int vocabulary() {
        return logProbabilities.length;
      }

      @Override
      public StepScores advance(int[] from, int[] tokens) {
        return StepScores.of(1, logProbabilities.length, logProbabilities);
      }
    };
  }

  @Test
  void whatIsHardlyPossibleDoesNotVanish() {
    float impossible = Float.NEGATIVE_INFINITY;
    StepSource ensemble =
        new EnsembleSource(
            List.of(constant(-2000, impossible, 0), constant(impossible, impossible, -1)));
    float[] averaged = ensemble.advance(new int[1], new int[1]).logProbabilities();
    assertThat(averaged[0]).isCloseTo((float) (-2000 - Math.log(2)), within(1e-3f));
    assertThat(averaged[1]).isEqualTo(impossible);
    assertThat(averaged[2]).isCloseTo((float) Math.log((1 + Math.exp(-1)) / 2), within(1e-6f));
  }

  @Test
  void damageInOneMemberIsSeen() {
    StepSource ensemble =
        new EnsembleSource(List.of(constant(-1, -1, -1), constant(-1, -1, Float.NaN)));
    assertThatThrownBy(() -> BeamSearch.GREEDY.search(ensemble, ROLES, 1))
        .hasMessageContaining("token 2 is NaN");
  }

  @Test
  void membersWithoutAttentionLeaveTheOthersAlone() {
    PrefixModel model = new PrefixModel(1, 3, false);
    StepSource ensemble =
        new EnsembleSource(
            List.of(constant(-1, -1, -1), model.source(new int[] {0}, new int[] {4})));
    StepScores scores = ensemble.advance(new int[1], new int[1]);
    assertThat(scores.positions()).isEqualTo(4);
    assertThat(scores.attention()).startsWith(model.attention(0, List.of(), 4));
  }

  @Test
  void membersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new EnsembleSource(List.of())).hasMessageContaining("no models");
    assertThatThrownBy(() -> new EnsembleSource(List.of(constant(0, 0), constant(0, 0, 0))))
        .hasMessage(
            "model 2 of the ensemble knows 3 tokens and the first 2; all must share one"
                + " vocabulary");
    PrefixModel model = new PrefixModel(1, 3, false);
    StepSource ensemble =
        new EnsembleSource(
            List.of(
                model.source(new int[] {0}, new int[] {4}),
                model.source(new int[] {0}, new int[] {5})));
    assertThatThrownBy(() -> ensemble.advance(new int[1], new int[1]))
        .hasMessageContaining("4 and at 5 source positions");
  }
}
