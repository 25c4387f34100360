package dev.refrain.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the batched beam against looking at every sequence there is, and narrow beams against a
/// plain one that sorts all continuations, follows every sequence to the maximum length and only
/// then looks which were best.
class BeamSearchTest {
  private static final int BEGIN = PrefixModel.BEGIN;
  private static final int END = PrefixModel.END;
  private static final TokenRoles ROLES = PrefixModel.ROLES;

  /// A sequence as the slow twins know it.
  private record Plain(
      List<Integer> tokens, boolean finished, double logProbability, double score) {}

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 4, 1, false",
    "0, 0, 0, 4, 7, false",
    "1, 0, 0, 4, 5, false",
    "0.6, 0, 2, 4, 5, false",
    "0.8, 0.3, 0, 4, 5, false",
    "0, 0.9, 3, 4, 9, false",
    "2, 0.2, 4, 4, 3, false",
    "0.7, 0, 0, 1, 3, false",
    "1, 0, 1, 4, 6, true",
  })
  void wideBeamFindsTheBestOfAllSequences(
      double alpha, double beta, int minimum, int maximum, int best, boolean coarse) {
    LengthLimits limits = LengthLimits.between(minimum, maximum);
    BeamSearch search = new BeamSearch(2000, alpha, beta, limits, best);
    for (long seed = 1; seed <= 5; seed++) {
      PrefixModel model = new PrefixModel(seed, 6, coarse);
      List<Plain> all = new ArrayList<>();
      enumerate(model, search, List.of(), 0, all);
      all.sort(Comparator.comparingDouble(p -> -p.score));
      List<Hypothesis> found =
          search.search(model.source(new int[] {7}, new int[] {5}), ROLES, 5).get(0);
      assertThat(found).hasSize(Math.min(best, all.size()));
      for (int rank = 0; rank < found.size(); rank++) {
        assertThat(found.get(rank).finished()).isTrue();
        assertThat(found.get(rank).score()).as("seed %d", seed).isEqualTo(all.get(rank).score);
        if (!coarse) {
          assertThat(plain(found.get(rank))).isEqualTo(all.get(rank));
        }
      }
    }
  }

  /// All sequences of sentence 7 that end, with their scores by the definition.
  private static void enumerate(
      PrefixModel model, BeamSearch search, List<Integer> prefix, double before, List<Plain> all) {
    float[] next = model.logProbabilities(7, prefix);
    if (prefix.size() >= search.limits().minimum()) {
      double total = before + next[END];
      double score = score(model, search, 7, 5, prefix, prefix.size() + 1, total);
      all.add(new Plain(prefix, true, total, score));
    }
    for (int token = 0; token < next.length && prefix.size() < search.limits().extra(); token++) {
      if (token != BEGIN && token != END) {
        enumerate(model, search, plus(prefix, token), before + next[token], all);
      }
    }
  }

  private static double score(
      PrefixModel model,
      BeamSearch search,
      int sentence,
      int sourceLength,
      List<Integer> tokens,
      int looks,
      double logProbability) {
    double[] covered = new double[sourceLength];
    for (int step = 0; step < looks; step++) {
      float[] weights = model.attention(sentence, tokens.subList(0, step), sourceLength);
      for (int i = 0; i < sourceLength; i++) {
        covered[i] += weights[i];
      }
    }
    double penalty = 0;
    for (double sum : covered) {
      penalty += Math.log(Math.max(Math.min(sum, 1), 1e-6));
    }
    double length = Math.pow((5 + looks) / 6.0, search.lengthNormalization());
    return logProbability / length + search.coveragePenalty() * penalty;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 0, 1",
    "2, 1, 0, 0, 2",
    "5, 1, 0, 0, 1",
    "5, 0.7, 0.4, 2, 5",
    "4, 0, 0, 3, 2",
    "8, 3, 0, 0, 4",
  })
  void narrowBeamIsThePlainOneForEverySentence(
      int width, double alpha, double beta, int minimum, int best) {
    BeamSearch search = new BeamSearch(width, alpha, beta, new LengthLimits(minimum, 1.5, 2), best);
    TokenRoles roles = ROLES.forbidding(3, -1);
    int[] lengths = {3, 1, 6, 4, 4, 2, 5, 9};
    int[] sentences = IntStream.range(0, lengths.length).toArray();
    for (boolean coarse : new boolean[] {false, true}) {
      for (long seed = 1; seed <= 20; seed++) {
        PrefixModel model = new PrefixModel(seed, 12, coarse);
        List<List<Hypothesis>> found =
            search.search(model.source(sentences, lengths), roles, lengths);
        for (int sentence : sentences) {
          assertThat(found.get(sentence).stream().map(BeamSearchTest::plain))
              .as("seed %d, sentence %d", seed, sentence)
              .isEqualTo(plainSearch(model, search, roles, sentence, lengths[sentence]));
        }
      }
    }
  }

  /// A beam search that cannot be wrong: objects, full sorts, no early end.
  private static List<Plain> plainSearch(
      PrefixModel model, BeamSearch search, TokenRoles roles, int sentence, int sourceLength) {
    List<Plain> finished = new ArrayList<>();
    List<Plain> alive = List.of(new Plain(List.of(), false, 0, 0));
    Set<Integer> barred = new TreeSet<>(roles.forbidden());
    barred.add(BEGIN);
    int maximum = search.limits().maximum(sourceLength);
    for (int step = 0; step <= maximum && !alive.isEmpty(); step++) {
      List<Plain> all = new ArrayList<>();
      for (Plain from : alive) {
        float[] next = model.logProbabilities(sentence, from.tokens);
        for (int token = 0; token < next.length; token++) {
          boolean ends = token == END;
          if (!barred.contains(token) && !(ends && step < search.limits().minimum())) {
            double total = from.logProbability + next[token];
            List<Integer> tokens = ends ? from.tokens : plus(from.tokens, token);
            double score =
                ends ? score(model, search, sentence, sourceLength, tokens, step + 1, total) : 0;
            all.add(new Plain(tokens, ends, total, score));
          }
        }
      }
      all.sort(Comparator.comparingDouble(p -> -p.logProbability));
      List<Plain> taken = all.subList(0, Math.min(search.width(), all.size()));
      finished.addAll(taken.stream().filter(Plain::finished).toList());
      if (step < maximum) {
        alive = taken.stream().filter(p -> !p.finished).toList();
      }
    }
    if (finished.isEmpty()) {
      for (Plain p : alive) {
        double score =
            score(model, search, sentence, sourceLength, p.tokens, maximum, p.logProbability);
        finished.add(new Plain(p.tokens, false, p.logProbability, score));
      }
      finished.sort(Comparator.comparingDouble(p -> -p.score));
      return finished.subList(0, 1);
    }
    finished.sort(Comparator.comparingDouble(p -> -p.score));
    return finished.subList(0, Math.min(search.best(), finished.size()));
  }

  private static List<Integer> plus(List<Integer> tokens, int token) {
    List<Integer> longer = new ArrayList<>(tokens);
    longer.add(token);
    return longer;
  }

  private static Plain plain(Hypothesis hypothesis) {
    return new Plain(
        Arrays.stream(hypothesis.tokens()).boxed().toList(),
        hypothesis.finished(),
        hypothesis.logProbability(),
        hypothesis.score());
  }

  @Test
  void batchIsTheSentencesOneByOneToTheBit() {
    BeamSearch search = BeamSearch.ofWidth(4).withCoveragePenalty(0.2).withBest(3);
    PrefixModel model = new PrefixModel(11, 9, false);
    int[] lengths = {4, 7, 1, 5, 5, 2};
    int[] sentences = {0, 1, 2, 3, 4, 5};
    List<List<Hypothesis>> together =
        search.search(model.source(sentences, lengths), ROLES, lengths);
    for (int i : sentences) {
      List<Hypothesis> alone =
          search
              .search(model.source(new int[] {i}, new int[] {lengths[i]}), ROLES, lengths[i])
              .get(0);
      assertThat(together.get(i)).hasSize(3);
      for (int rank = 0; rank < 3; rank++) {
        assertThat(plain(together.get(i).get(rank))).isEqualTo(plain(alone.get(rank)));
        assertThat(together.get(i).get(rank).attention())
            .isDeepEqualTo(alone.get(rank).attention());
      }
    }
  }

  @Test
  void attentionIsThatOfTheSequencesOwnSteps() {
    PrefixModel model = new PrefixModel(3, 8, false);
    int[] lengths = {6, 3};
    BeamSearch search = BeamSearch.ofWidth(5).withBest(5);
    List<List<Hypothesis>> found =
        search.search(model.source(new int[] {0, 1}, lengths), ROLES, lengths);
    for (int sentence = 0; sentence < 2; sentence++) {
      for (Hypothesis hypothesis : found.get(sentence)) {
        List<Integer> tokens = plain(hypothesis).tokens;
        float[][] attention = hypothesis.attention();
        assertThat(attention).hasNumberOfRows(tokens.size() + 1);
        for (int step = 0; step <= tokens.size(); step++) {
          assertThat(attention[step])
              .isEqualTo(model.attention(sentence, tokens.subList(0, step), lengths[sentence]));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void beamOfOneIsTheRolloutOfTheLikeliestTokens(long seed) {
    PrefixModel model = new PrefixModel(seed, 7, false);
    List<Integer> tokens = new ArrayList<>();
    boolean finished = false;
    while (true) {
      float[] next = model.logProbabilities(0, tokens);
      next[BEGIN] = Float.NEGATIVE_INFINITY;
      int likeliest = Distribution.ofLogits(next).likeliest(1)[0];
      finished = likeliest == END;
      if (finished || tokens.size() == 2 * 3 + 10) {
        break;
      }
      tokens.add(likeliest);
    }
    PrefixModel.Source source = model.source(new int[] {0}, new int[] {3});
    Hypothesis greedy = BeamSearch.GREEDY.search(source, ROLES, 3).get(0).get(0);
    assertThat(plain(greedy).tokens).isEqualTo(tokens);
    assertThat(greedy.finished()).isEqualTo(finished);
    assertThat(source.steps()).isEqualTo(tokens.size() + 1);
  }

  /// A model of one certain path, to which certain sequences are the only ones.
  private static StepSource always(int vocabulary, int... likely) {
    return new StepSource() {
      private int step;

      @Override
      public int vocabulary() {
        return vocabulary;
      }

      @Override
      public StepScores advance(int[] from, int[] tokens) {
        float[] logProbabilities = new float[from.length * vocabulary];
        Arrays.fill(logProbabilities, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < from.length; row++) {
          logProbabilities[row * vocabulary + likely[Math.min(step, likely.length - 1)]] = -0.5f;
        }
        step++;
        return StepScores.of(from.length, vocabulary, logProbabilities);
      }
    };
  }

  @Test
  void whatDoesNotEndIsCutOffAndMarked() {
    BeamSearch search = BeamSearch.ofWidth(3).withLimits(LengthLimits.between(0, 4));
    List<List<Hypothesis>> found = search.search(always(5, 2, 3), ROLES, 0, 0);
    assertThat(found).hasSize(2);
    Hypothesis cutOff = found.get(1).get(0);
    assertThat(plain(cutOff)).isEqualTo(new Plain(List.of(2, 3, 3, 3), false, -2, -2 / (9 / 6.0)));
    assertThat(cutOff.attention()).isEmpty();
  }

  @Test
  void whereNothingMayGoOnTheSequenceIsCutOff() {
    BeamSearch search = BeamSearch.ofWidth(3).withLimits(LengthLimits.between(2, 4));
    assertThat(plain(search.search(always(5, 2, END), ROLES, 0).get(0).get(0)))
        .isEqualTo(new Plain(List.of(2), false, -0.5, -0.5));
  }

  @Test
  void searchEndsWhenNothingLikelierCanCome() {
    PrefixModel model = new PrefixModel(5, 20, false);
    int[] lengths = {100};
    PrefixModel.Source source = model.source(new int[] {0}, lengths);
    BeamSearch.ofWidth(5).withLengthNormalization(0).search(source, ROLES, lengths);
    assertThat(source.steps()).isBetween(2, 40);
  }

  @Test
  void noSentencesGiveNoSequences() {
    StepSource never =
        new StepSource() {
          @Override
          public int vocabulary() {
            return 4;
          }

          @Override
          public StepScores advance(int[] from, int[] tokens) {
            throw new AssertionError("asked about nothing");
          }
        };
    assertThat(BeamSearch.GREEDY.search(never, ROLES)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 2})
  void damagedScoresAreAnError(float damaged) {
    StepSource source =
        new StepSource() {
          @Override
          public int vocabulary() {
            return 5;
          }

          @Override
          public StepScores advance(int[] from, int[] tokens) {
            return StepScores.of(1, 5, new float[] {-1, -1, -1, damaged, -1});
          }
        };
    assertThatThrownBy(() -> BeamSearch.GREEDY.search(source, ROLES, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token 3")
        .hasMessageContaining("diverged");
  }

  @Test
  void coverageNeedsAttentionOverTheWholeSource() {
    BeamSearch search = BeamSearch.ofWidth(2).withCoveragePenalty(0.2);
    assertThatThrownBy(() -> search.search(always(5, 2, END), ROLES, 3))
        .hasMessage("a coverage penalty of 0.2 needs a model with attention");
    PrefixModel model = new PrefixModel(1, 5, false);
    assertThatThrownBy(() -> search.search(model.source(new int[] {0}, new int[] {3}), ROLES, 4))
        .hasMessage("a sentence of 4 tokens, but attention over 3 positions");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    BeamSearch beam = BeamSearch.ofWidth(5);
    assertThatThrownBy(() -> BeamSearch.ofWidth(0)).hasMessageContaining("a beam of 0; it must be");
    assertThatThrownBy(() -> beam.withBest(6)).hasMessageContaining("the best 6 of a beam of 5");
    assertThatThrownBy(() -> beam.withBest(0)).hasMessageContaining("the best 0");
    assertThatThrownBy(() -> beam.withLengthNormalization(-1))
        .hasMessageContaining("a length normalization of -1.0");
    assertThatThrownBy(() -> beam.withLengthNormalization(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> beam.withCoveragePenalty(-0.1))
        .hasMessageContaining("a coverage penalty of -0.1");
    assertThatThrownBy(() -> LengthLimits.between(5, 4))
        .hasMessage("a maximum length of 4; at least 1 and the minimum length, 5");
    assertThatThrownBy(() -> new LengthLimits(-1, 2, 10)).hasMessageContaining("of -1;");
    assertThatThrownBy(() -> new LengthLimits(0, 0, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> TokenRoles.of(1, 1)).hasMessageContaining("a token of its own");
    assertThatThrownBy(() -> ROLES.forbidding(END)).hasMessageContaining("a token of its own");
  }

  @Test
  void lengthLimitsFollowTheSource() {
    assertThat(LengthLimits.DEFAULT.maximum(7)).isEqualTo(24);
    assertThat(new LengthLimits(4, 1.5, 0).maximum(3)).isEqualTo(4);
    assertThat(new LengthLimits(4, 1.5, 0).maximum(0)).isEqualTo(4);
    assertThat(LengthLimits.between(2, 9).maximum(30)).isEqualTo(9);
  }
}
