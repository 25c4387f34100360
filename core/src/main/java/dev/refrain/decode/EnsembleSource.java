package dev.refrain.decode;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.Pointwise.Term;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.FloatStorage;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Several models that write together: the average of their probabilities, and of their attention
/// where they have it. They may differ in everything but their vocabulary.
public final class EnsembleSource implements StepSource {
  /// Stands in for the largest where no member holds a token possible, so that the mean is
  /// log 0 = -∞ there and not NaN.
  private static final double LEAST = -1e30;

  private final List<StepSource> members;
  private final PointwiseCall mean;
  private float[] logProbabilities = new float[0];
  private float[] attention = new float[0];

  /// @param members made for the same sentences
  /// @throws IllegalArgumentException if there is none, or the vocabularies differ in size
  public EnsembleSource(List<? extends StepSource> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an ensemble of no models; give at least one");
    }
    this.members = List.copyOf(members);
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i).vocabulary() != vocabulary()) {
        throw new IllegalArgumentException(
            "model %d of the ensemble knows %d tokens and the first %d; all must share one vocabulary"
                .formatted(i + 1, members.get(i).vocabulary(), vocabulary()));
      }
    }
    mean = Devices.best().prepare(meanProgram(members.size()));
  }

  @Override
  public int vocabulary() {
    return members.get(0).vocabulary();
  }

  @Override
  public StepScores advance(int[] from, int[] tokens) {
    List<StepScores> all = members.stream().map(m -> m.advance(from, tokens)).toList();
    int size = from.length * vocabulary();
    if (logProbabilities.length < size) {
      logProbabilities = new float[size];
    }
    average(all, size);
    StepScores scores = StepScores.of(from.length, vocabulary(), logProbabilities);
    List<StepScores> looking = all.stream().filter(s -> s.positions() > 0).toList();
    return looking.isEmpty() ? scores : withAttention(scores, looking);
  }

  /// The logarithm of the mean of the members' probabilities.
  private static Pointwise meanProgram(int members) {
    var p = Pointwise.named("ensemble");
    Term largest = p.constant(LEAST);
    for (int member = 0; member < members; member++) {
      largest = largest.maximum(p.read(operand(member)));
    }
    Term sum = p.constant(0);
    for (int member = 0; member < members; member++) {
      sum = sum.plus(p.read(operand(member)).minus(largest).exp());
    }
    return p.write("mean", largest.plus(sum.times(1.0 / members).log())).build();
  }

  private static String operand(int member) {
    return "member" + member;
  }

  private void average(List<StepScores> all, int size) {
    for (int member = 0; member < all.size(); member++) {
      mean.bind(operand(member), window(all.get(member).logProbabilities(), size));
    }
    mean.bind("mean", window(logProbabilities, size)).run();
  }

  private static Matrix window(float[] values, int size) {
    return Matrix.of(Tensor.over(new FloatStorage(values), 0, Shape.of(1, size)));
  }

  private StepScores withAttention(StepScores scores, List<StepScores> looking) {
    int positions = looking.get(0).positions();
    int size = scores.rows() * positions;
    if (attention.length < size) {
      attention = new float[size];
    }
    for (StepScores member : looking) {
      if (member.positions() != positions) {
        throw new IllegalArgumentException(
            "the models of the ensemble look at %d and at %d source positions; all must read the same tokens"
                .formatted(positions, member.positions()));
      }
    }
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (StepScores member : looking) {
        sum += member.attention()[i];
      }
      attention[i] = (float) (sum / looking.size());
    }
    return scores.withAttention(positions, attention);
  }
}
