package dev.refrain.nn.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chain against the enumeration of every sequence of tags.
final class CrfTest {
  private static final long SEED = 2001;
  private static final int[] LENGTHS = {2, 5, 1, 4};

  /// Tag 0 is O, odd ones begin something and the even ones behind them go on with it.
  private static ChainConstraints scheme(int tags) {
    return ChainConstraints.of(
        tags,
        tag -> tag == 0 || tag % 2 == 1,
        (before, after) -> after == 0 || after % 2 == 1 || before == after || before == after - 1,
        tag -> tags < 4 || tag != 1);
  }

  private record Chain(Crf crf, Parameters parameters, Tensor emissions) {
    double parameter(String name, int at) {
      return parameters.byName().get(name).get(at);
    }
  }

  private static Chain chain(ChainConstraints constraints, Precision precision, double deviation) {
    var parameters = new Parameters(precision, Rng.seeded(SEED));
    Crf crf = Crf.create(parameters.root(), constraints, Initializers.normal(deviation));
    Rng rng = Rng.seeded(SEED).split("emissions");
    Tensor emissions = Tensor.zeros(precision, Shape.of(5, LENGTHS.length, constraints.tags()));
    for (int i = 0; i < emissions.shape().size(); i++) {
      emissions.set(i, deviation * rng.nextGaussian());
    }
    return new Chain(crf, parameters, emissions);
  }

  /// Every sequence of tags of a length, with the score that the definition gives it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Scored(int[] tags, double score) {}

  private static List<Scored> enumerate(Chain chain, int row) {
    int tags = chain.crf().constraints().tags();
    int steps = LENGTHS[row];
    List<Scored> all = new ArrayList<>();
    for (long code = 0; code < Math.round(Math.pow(tags, steps)); code++) {
      int[] sequence = new int[steps];
      long rest = code;
      for (int t = 0; t < steps; t++) {
        sequence[t] = (int) (rest % tags);
        rest /= tags;
      }
      if (allowed(chain.crf().constraints(), sequence)) {
        all.add(new Scored(sequence, score(chain, row, sequence)));
      }
    }
    return all;
  }

  private static boolean allowed(ChainConstraints constraints, int[] sequence) {
    boolean allowed = constraints.begins(sequence[0]);
    for (int t = 1; t < sequence.length; t++) {
      allowed &= constraints.follows(sequence[t - 1], sequence[t]);
    }
    return allowed && constraints.ends(sequence[sequence.length - 1]);
  }

  private static double score(Chain chain, int row, int[] sequence) {
    int tags = chain.crf().constraints().tags();
    double score = chain.parameter("start", sequence[0]);
    for (int t = 0; t < sequence.length; t++) {
      score += chain.emissions().get((t * LENGTHS.length + row) * tags + sequence[t]);
      if (t > 0) {
        score += chain.parameter("transitions", sequence[t - 1] * tags + sequence[t]);
      }
    }
    return score + chain.parameter("end", sequence[sequence.length - 1]);
  }

  private static double logSum(List<Scored> all) {
    double most = all.stream().mapToDouble(Scored::score).max().orElseThrow();
    return most + Math.log(all.stream().mapToDouble(s -> Math.exp(s.score() - most)).sum());
  }

  /// Some allowed tags for every sentence, all different.
  private static int[] tags(Chain chain) {
    int[] flat = new int[5 * LENGTHS.length];
    Arrays.fill(flat, -1);
    for (int row = 0; row < LENGTHS.length; row++) {
      List<Scored> all = enumerate(chain, row);
      int[] chosen = all.get((row * 7 + 3) % all.size()).tags();
      for (int t = 0; t < chosen.length; t++) {
        flat[t * LENGTHS.length + row] = chosen[t];
      }
    }
    return flat;
  }

  private static int[] sequence(int[] flat, int row) {
    int[] sequence = new int[LENGTHS[row]];
    for (int t = 0; t < sequence.length; t++) {
      sequence[t] = flat[t * LENGTHS.length + row];
    }
    return sequence;
  }

  private static Tape evaluating(Kernels kernels) {
    return Tape.evaluating(kernels, new BufferPool(kernels.precision()));
  }

  private static List<ChainConstraints> cases() {
    return List.of(ChainConstraints.none(1), ChainConstraints.none(4), scheme(3), scheme(5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 60, 1500}) // 1500: exponentials leave the range of double
  void everySequenceCountsAsEnumerated(double deviation) {
    for (ChainConstraints constraints : cases()) {
      Chain chain = chain(constraints, Precision.FLOAT64, deviation);
      int[] tags = tags(chain);
      double expected = 0;
      for (int row = 0; row < LENGTHS.length; row++) {
        expected += logSum(enumerate(chain, row)) - score(chain, row, sequence(tags, row));
      }
      try (var tape = evaluating(ReferenceKernels.float64())) {
        Value loss = chain.crf().loss(tape.constant(chain.emissions()), tags, LENGTHS);
        assertThat(loss.data().item())
            .as("seed %d, %d tags", SEED, constraints.tags())
            .isCloseTo(expected, within(1e-12 * Math.max(1, expected)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 60, 1500})
  void bestTagsAndMarginalsAreThoseOfTheEnumeration(double deviation) {
    for (ChainConstraints constraints : cases()) {
      Chain chain = chain(constraints, Precision.FLOAT64, deviation);
      int count = constraints.tags();
      try (var tape = evaluating(ReferenceKernels.float64())) {
        int[] best = chain.crf().best(tape, chain.emissions(), LENGTHS);
        Tensor marginals = chain.crf().marginals(tape, chain.emissions(), LENGTHS);
        for (int row = 0; row < LENGTHS.length; row++) {
          List<Scored> all = enumerate(chain, row);
          double logSum = logSum(all);
          Scored highest = all.getFirst();
          double[] expected = new double[5 * count];
          for (Scored scored : all) {
            highest = scored.score() > highest.score() ? scored : highest;
            for (int t = 0; t < scored.tags().length; t++) {
              expected[t * count + scored.tags()[t]] += Math.exp(scored.score() - logSum);
            }
          }
          assertThat(sequence(best, row)).isEqualTo(highest.tags());
          for (int t = 0; t < 5; t++) {
            for (int j = 0; j < count; j++) {
              assertThat(marginals.get((t * LENGTHS.length + row) * count + j))
                  .as("row %d, step %d, tag %d of %d", row, t, j, count)
                  .isCloseTo(expected[t * count + j], within(1e-10));
            }
            if (t >= LENGTHS[row]) {
              assertThat(best[t * LENGTHS.length + row]).isEqualTo(-1);
            }
          }
        }
      }
    }
  }

  @Test
  void gradientIsThatOfDifferences() {
    for (ChainConstraints constraints : cases().subList(1, 4)) { // with one tag it is zero
      Chain chain = chain(constraints, Precision.FLOAT64, 0.7);
      int[] tags = tags(chain);
      List<Tensor> inputs = new ArrayList<>(chain.parameters().byName().values());
      inputs.add(chain.emissions());
      GradientCheck.Result result =
          GradientCheck.of(
              (tape, values) -> chain.crf().loss(values.getLast(), tags, LENGTHS).scaledBy(0.3),
              inputs,
              SEED);
      assertThat(result.within(1e-6)).as("%d tags: %s", constraints.tags(), result).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 60, 1500})
  void gradientOfTransitionsIsTheEnumeratedExpectation(double deviation) {
    for (ChainConstraints constraints : cases()) {
      Chain chain = chain(constraints, Precision.FLOAT64, deviation);
      int count = constraints.tags();
      int[] tags = tags(chain);
      double[] expected = new double[count * count];
      for (int row = 0; row < LENGTHS.length; row++) {
        List<Scored> all = enumerate(chain, row);
        double logSum = logSum(all);
        for (Scored scored : all) {
          addPairs(scored.tags(), Math.exp(scored.score() - logSum), expected, count);
        }
        addPairs(sequence(tags, row), -1, expected, count);
      }
      try (var tape =
          Tape.recording(
              ReferenceKernels.float64(), new BufferPool(Precision.FLOAT64), Rng.seeded(SEED))) {
        tape.backward(chain.crf().loss(tape.constant(chain.emissions()), tags, LENGTHS), 1);
        Tensor transitions = chain.parameters().byName().get("transitions");
        assertThat(tape.gradient(transitions).toDoubles()).containsExactly(expected, within(1e-10));
      }
    }
  }

  private static void addPairs(int[] sequence, double weight, double[] sums, int count) {
    for (int t = 1; t < sequence.length; t++) {
      sums[sequence[t - 1] * count + sequence[t]] += weight;
    }
  }

  @Test
  void gradientOfPaddingAndOfWhatIsForbiddenIsZero() {
    Chain chain = chain(scheme(5), Precision.FLOAT32, 0.7);
    Kernels kernels = ReferenceKernels.float32();
    try (var tape = Tape.recording(kernels, new BufferPool(Precision.FLOAT32), Rng.seeded(SEED))) {
      Value emissions = tape.parameter(chain.emissions());
      tape.backward(chain.crf().loss(emissions, tags(chain), LENGTHS), 1);
      Tensor gradient = tape.gradient(chain.emissions());
      for (int row = 0; row < LENGTHS.length; row++) {
        for (int at = LENGTHS[row]; at < 5; at++) {
          for (int j = 0; j < 5; j++) {
            assertThat(gradient.get((at * LENGTHS.length + row) * 5 + j)).isZero();
          }
        }
      }
      Tensor transitions = tape.gradient(chain.parameters().byName().get("transitions"));
      assertThat(transitions.get(0 * 5 + 2)).isZero();
      assertThat(transitions.get(3 * 5 + 2)).isZero();
      assertThat(transitions.get(1 * 5 + 2)).isNotZero();
    }
  }

  @Test
  void sentencesDoNotDependOnEachOther() {
    Chain chain = chain(scheme(5), Precision.FLOAT64, 0.7);
    int[] tags = tags(chain);
    double alone = 0;
    try (var tape = evaluating(ReferenceKernels.float64())) {
      for (int row = 0; row < LENGTHS.length; row++) {
        Tensor own = Tensor.zeros(Precision.FLOAT64, Shape.of(LENGTHS[row], 1, 5));
        for (int t = 0; t < LENGTHS[row]; t++) {
          for (int j = 0; j < 5; j++) {
            own.set(t * 5 + j, chain.emissions().get((t * LENGTHS.length + row) * 5 + j));
          }
        }
        alone +=
            chain
                .crf()
                .loss(tape.constant(own), sequence(tags, row), new int[] {LENGTHS[row]})
                .data()
                .item();
      }
      double together =
          chain.crf().loss(tape.constant(chain.emissions()), tags, LENGTHS).data().item();
      assertThat(together).isCloseTo(alone, within(1e-12));
    }
  }

  @Test
  void filterKnowsWhatTheSentenceSoFarSays() {
    // Every end is allowed and scores nothing, so what is so far is a sentence too.
    ChainConstraints constraints =
        ChainConstraints.of(4, j -> j != 2, (i, j) -> i != 3 || j != 1, j -> true);
    Chain chain = chain(constraints, Precision.FLOAT64, 0.7);
    Tensor end = chain.parameters().byName().get("end");
    for (int j = 0; j < 4; j++) {
      end.set(j, 0);
    }
    ChainFilter filter = chain.crf().filter();
    try (var tape = evaluating(ReferenceKernels.float64())) {
      for (int t = 0; t < 5; t++) {
        int at = t * LENGTHS.length + 1;
        Tensor rows = chain.emissions().reshape(5 * LENGTHS.length, 4);
        int best = filter.push(rows.slice(at, at + 1).reshape(4));
        int[] lengths = {1, t + 1, 1, 1};
        Tensor marginals = chain.crf().marginals(tape, chain.emissions(), lengths);
        for (int j = 0; j < 4; j++) {
          assertThat(filter.probability(j)).isCloseTo(marginals.get(at * 4 + j), within(1e-10));
          assertThat(filter.probability(best)).isGreaterThanOrEqualTo(filter.probability(j));
        }
      }
    }
  }

  @Test
  void unlearnedChainIsASoftmax() {
    Tensor emissions = chain(ChainConstraints.none(4), Precision.FLOAT64, 0.7).emissions();
    Crf crf = Crf.unlearned(ChainConstraints.none(4));
    try (var tape = evaluating(ReferenceKernels.float64())) {
      Tensor marginals = crf.marginals(tape, emissions, LENGTHS);
      Tensor softmax = tape.constant(emissions).softmax().data();
      int[] best = crf.best(tape, emissions, LENGTHS);
      for (int row = 0; row < LENGTHS.length; row++) {
        for (int t = 0; t < LENGTHS[row]; t++) {
          int at = t * LENGTHS.length + row;
          for (int j = 0; j < 4; j++) {
            assertThat(marginals.get(at * 4 + j)).isCloseTo(softmax.get(at * 4 + j), within(1e-12));
            assertThat(emissions.get(at * 4 + j))
                .isLessThanOrEqualTo(emissions.get(at * 4 + best[at]));
          }
        }
      }
    }
  }

  @Test
  void whatIsForbiddenIsRefused() {
    Chain chain = chain(scheme(5), Precision.FLOAT64, 0.7);
    int[] tags = tags(chain);
    tags[0] = 2; // goes on with what did not begin
    try (var tape = evaluating(ReferenceKernels.float64())) {
      Value emissions = tape.constant(chain.emissions());
      assertThatThrownBy(() -> chain.crf().loss(emissions, tags, LENGTHS))
          .hasMessage("sentence 0: the constraints forbid tag 2 at step 0");
      assertThatThrownBy(() -> chain.crf().loss(emissions, tags, new int[] {2, 5, 0, 4}))
          .hasMessage("sentence 2 has length 0, it must be 1 to 5");
      Crf never = Crf.unlearned(ChainConstraints.of(5, j -> true, (i, j) -> true, j -> false));
      assertThatThrownBy(() -> never.best(tape, chain.emissions(), LENGTHS))
          .hasMessage("sentence 0: the constraints allow no tags for its 2 steps");
    }
  }
}
