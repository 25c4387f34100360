package dev.refrain.nn.crf;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Pointwise;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializer;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001) as an output layer: it
/// scores sequences of tags as a whole, so that one tag depends on the next.
///
/// The score of tags `y[0 … T−1]` of a sentence is `start[y[0]] + Σ_t e[t, y[t]] + Σ_t A[y[t−1], y[t]] +
/// end[y[T−1]]`, where the emissions `e[T, K]` come from the network and `start[K]`, `A[K, K]` and
/// `end[K]` are learned. The probability is `exp(score) / Z` with Z over all sequences that the
/// [ChainConstraints] allow; the others have none, in learning as in use.
///
/// Emissions are time-major and padded, `[T, B, K]`, and of sentence b the steps `0 … lengths[b]−1`
/// count. Tags lie flat in the same order, −1 in padding.
public final class Crf {
  private static final Pointwise SCALE = scale();

  private final ChainConstraints constraints;
  private final Tensor start; // [K]; null, as the others, if nothing is learned
  private final Tensor transitions; // [K, K]: from row to column
  private final Tensor end; // [K]

  private Crf(ChainConstraints constraints, Tensor start, Tensor transitions, Tensor end) {
    this.constraints = constraints;
    this.start = start;
    this.transitions = transitions;
    this.end = end;
  }

  private static Pointwise scale() {
    var p = Pointwise.named("crfBackward");
    p.write("gradient", p.read("gradient").times(p.scalar("dLoss")));
    return p.build();
  }

  /// Makes the parameters `start`, `transitions` and `end`.
  public static Crf create(
      Parameters.Scope scope, ChainConstraints constraints, Initializer initializer) {
    int tags = constraints.tags();
    return new Crf(
        constraints,
        scope.parameter("start", Shape.of(tags), initializer),
        scope.parameter("transitions", Shape.of(tags, tags), initializer),
        scope.parameter("end", Shape.of(tags), initializer));
  }

  /// A chain that knows constraints alone: every allowed sequence of tags is as good as the sum of its
  /// emissions. Without constraints its best sequence is the best tag of each step, and its marginals
  /// are a softmax.
  public static Crf unlearned(ChainConstraints constraints) {
    return new Crf(constraints, null, null, null);
  }

  /// What is allowed.
  public ChainConstraints constraints() {
    return constraints;
  }

  /// The loops over one batch, with room for its longest sentence.
  private static final class Work {
    final ChainScores scores;
    final ForwardBackward sums;
    final Viterbi viterbi;
    final double[] expected; // transitions, [K, K]
    double[] emissions = {};
    double[] marginals = {};

    Work(int tags) {
      scores = new ChainScores(tags);
      sums = new ForwardBackward(tags);
      viterbi = new Viterbi(tags);
      expected = new double[tags * tags];
    }

    void resize(int numbers) {
      if (emissions.length < numbers) {
        emissions = new double[numbers];
        marginals = new double[numbers];
      }
    }

    /// Takes the emissions of a sentence over.
    void read(Tensor all, int rows, int row, int steps) {
      int tags = scores.tags;
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < tags; j++) {
          emissions[t * tags + j] = all.get((t * rows + row) * tags + j);
        }
      }
    }
  }

  /// The negative log-likelihood of tags, in nats, summed over the sentences: one number.
  ///
  /// @param emissions `[T, B, K]`; on a recording tape their gradient is made at once
  /// @param tags `[T, B]`, −1 in padding
  /// @param lengths of the B sentences, at least 1
  /// @throws IllegalArgumentException if the shapes do not agree, or the constraints forbid the tags
  public Value loss(Value emissions, int[] tags, int[] lengths) {
    check(emissions.shape(), lengths);
    Tape tape = emissions.tape();
    int rows = lengths.length;
    if (tags.length != emissions.shape().rows()) {
      throw new IllegalArgumentException(
          "%d tags for emissions %s".formatted(tags.length, emissions.shape()));
    }
    Work work = work(tape, emissions.shape());
    Gradients gradients = tape.training() ? new Gradients(tape, emissions.shape()) : null;
    double loss = 0;
    Arrays.fill(work.expected, 0);
    for (int row = 0; row < rows; row++) {
      int steps = lengths[row];
      work.read(emissions.data(), rows, row, steps);
      double logSum = work.sums.forward(work.scores, work.emissions, steps);
      double score = score(work, tags, rows, row, steps);
      loss += logSum - score;
      if (gradients != null) {
        work.sums.backward(
            work.scores, work.emissions, steps, logSum, work.marginals, work.expected);
        gradients.add(work, tags, rows, row, steps);
      }
    }
    Tensor sum = tape.allocate(Shape.of());
    tape.kernels().fill(Matrix.of(sum), loss);
    if (gradients == null) {
      return tape.constant(sum);
    }
    gradients.addExpected(work.expected);
    if (start == null) {
      return tape.record(sum, List.of(emissions), y -> pass(y, emissions, gradients.emissions));
    }
    Value startValue = tape.parameter(start);
    Value transitionsValue = tape.parameter(transitions);
    Value endValue = tape.parameter(end);
    return tape.record(
        sum,
        List.of(emissions, startValue, transitionsValue, endValue),
        y -> {
          pass(y, emissions, gradients.emissions);
          pass(y, startValue, gradients.start);
          pass(y, transitionsValue, gradients.transitions);
          pass(y, endValue, gradients.end);
        });
  }

  private static void pass(Value loss, Value input, Tensor gradient) {
    if (!input.differentiable()) {
      return;
    }
    double dLoss = loss.gradient().item();
    if (dLoss != 1) {
      loss.tape()
          .kernels()
          .prepare(SCALE)
          .bind("gradient", Matrix.ofRows(gradient, 1))
          .bind("dLoss", dLoss)
          .run();
    }
    input.addGradient(gradient);
  }

  /// The score of the given tags.
  private static double score(Work work, int[] tags, int rows, int row, int steps) {
    ChainScores scores = work.scores;
    double score = 0;
    int before = -1;
    for (int t = 0; t < steps; t++) {
      int tag = tags[t * rows + row];
      if (tag < 0 || tag >= scores.tags) {
        throw new IllegalArgumentException(
            "sentence %d has tag %d at step %d, tags are 0 to %d"
                .formatted(row, tag, t, scores.tags - 1));
      }
      score += work.emissions[t * scores.tags + tag];
      score += t == 0 ? scores.start[tag] : scores.transitions[before * scores.tags + tag];
      if (score == Double.NEGATIVE_INFINITY) {
        throw new IllegalArgumentException(
            "sentence %d: the constraints forbid tag %d at step %d".formatted(row, tag, t));
      }
      before = tag;
    }
    score += scores.end[before];
    if (score == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "sentence %d: the constraints forbid tag %d at the end".formatted(row, before));
    }
    return score;
  }

  /// The derivatives of a loss: what is expected less what is so.
  private static final class Gradients {
    final Tensor emissions;
    final Tensor start;
    final Tensor transitions;
    final Tensor end;

    Gradients(Tape tape, Shape shape) {
      int tags = shape.columns();
      emissions = tape.zeros(shape);
      start = tape.zeros(Shape.of(tags));
      transitions = tape.zeros(Shape.of(tags, tags));
      end = tape.zeros(Shape.of(tags));
    }

    /// Adds what a sentence has, but for the expected transitions.
    void add(Work work, int[] tags, int rows, int row, int steps) {
      int count = work.scores.tags;
      for (int t = 0; t < steps; t++) {
        int tag = tags[t * rows + row];
        for (int j = 0; j < count; j++) {
          double difference = work.marginals[t * count + j] - (j == tag ? 1 : 0);
          emissions.set((t * rows + row) * count + j, difference);
          if (t == 0) {
            start.set(j, start.get(j) + difference);
          }
          if (t == steps - 1) {
            end.set(j, end.get(j) + difference);
          }
        }
        if (t > 0) {
          work.expected[tags[(t - 1) * rows + row] * count + tag]--;
        }
      }
    }

    void addExpected(double[] expected) {
      for (int i = 0; i < expected.length; i++) {
        transitions.set(i, expected[i]);
      }
    }
  }

  /// The best tags of each sentence, `[T, B]`, −1 in padding.
  ///
  /// @param emissions `[T, B, K]`
  /// @param lengths of the B sentences, at least 1
  /// @throws IllegalArgumentException if the shapes do not agree, or the constraints allow no sequence
  ///     of a sentence's length
  public int[] best(Tape tape, Tensor emissions, int[] lengths) {
    check(emissions.shape(), lengths);
    int rows = lengths.length;
    Work work = work(tape, emissions.shape());
    int[] tags = new int[emissions.shape().rows()];
    Arrays.fill(tags, -1);
    for (int row = 0; row < rows; row++) {
      work.read(emissions, rows, row, lengths[row]);
      double score = work.viterbi.path(work.scores, work.emissions, lengths[row], tags, row, rows);
      requireSome(score, row, lengths[row]);
    }
    return tags;
  }

  /// The probability of each tag at each step, all sequences considered: `[T, B, K]`, zero in padding.
  ///
  /// @param emissions `[T, B, K]`
  /// @param lengths of the B sentences, at least 1
  /// @return a tensor of the tape
  /// @throws IllegalArgumentException as [#best]
  public Tensor marginals(Tape tape, Tensor emissions, int[] lengths) {
    check(emissions.shape(), lengths);
    int rows = lengths.length;
    int tags = constraints.tags();
    Work work = work(tape, emissions.shape());
    Tensor marginals = tape.zeros(emissions.shape());
    for (int row = 0; row < rows; row++) {
      int steps = lengths[row];
      work.read(emissions, rows, row, steps);
      double logSum = work.sums.forward(work.scores, work.emissions, steps);
      requireSome(logSum, row, steps);
      work.sums.backward(work.scores, work.emissions, steps, logSum, work.marginals, null);
      for (int t = 0; t < steps; t++) {
        for (int j = 0; j < tags; j++) {
          marginals.set((t * rows + row) * tags + j, work.marginals[t * tags + j]);
        }
      }
    }
    return marginals;
  }

  /// The chain for a sentence that comes step by step; it keeps the scores that hold now.
  public ChainFilter filter() {
    var scores = new ChainScores(constraints.tags());
    scores.load(constraints, start, transitions, end);
    return new ChainFilter(scores);
  }

  private Work work(Tape tape, Shape emissions) {
    Work work = tape.reuse(this, () -> new Work(constraints.tags()));
    work.resize(emissions.extent(0) * emissions.columns());
    work.scores.load(constraints, start, transitions, end);
    return work;
  }

  private static void requireSome(double score, int row, int steps) {
    if (score == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "sentence %d: the constraints allow no tags for its %d steps".formatted(row, steps));
    }
  }

  private void check(Shape emissions, int[] lengths) {
    if (emissions.rank() != 3 || emissions.columns() != constraints.tags()) {
      throw new IllegalArgumentException(
          "emissions are %s, expected [T, B, %d]".formatted(emissions, constraints.tags()));
    }
    if (lengths.length != emissions.extent(1)) {
      throw new IllegalArgumentException(
          "%d lengths for emissions %s".formatted(lengths.length, emissions));
    }
    for (int row = 0; row < lengths.length; row++) {
      if (lengths[row] < 1 || lengths[row] > emissions.extent(0)) {
        throw new IllegalArgumentException(
            "sentence %d has length %d, it must be 1 to %d"
                .formatted(row, lengths[row], emissions.extent(0)));
      }
    }
  }
}
