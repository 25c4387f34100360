package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Holds the gradients that a function's way back derives against central differences, in double
/// precision: `(f(x + h) − f(x − h)) / 2h` with `h = 1e-5 · max(1, |x|)`.
///
/// A result of several numbers is turned into one by a weighted sum with random weights. The
/// inputs may also be parameters that the function puts on the tape itself, so a whole model can
/// be checked.
///
/// The **error** of one element is `|derived − difference|` relative to the larger of the two, but
/// at least to a thousandth of the largest gradient seen (and to 1e-5): below that, the rounding
/// of the difference itself would be measured. Right gradients of smooth functions stay under
/// 1e-6; a wrong one is seldom under 1e-2. At a kink (`relu` at 0) differences mean nothing.
public final class GradientCheck {
  private static final double STEP = 1e-5;

  private final Function function;
  private final List<Tensor> inputs;
  private final long seed;
  private final Kernels kernels = ReferenceKernels.float64();
  private final BufferPool pool = new BufferPool(Precision.FLOAT64);

  private GradientCheck(Function function, List<Tensor> inputs, long seed) {
    this.function = function;
    this.inputs = List.copyOf(inputs);
    this.seed = seed;
    for (Tensor input : inputs) {
      if (input.precision() != Precision.FLOAT64) {
        throw new IllegalArgumentException(
            "gradients are checked in double precision, found a %s; convert it first"
                .formatted(input));
      }
    }
  }

  /// What is checked: from inputs on a recording tape to a result of any shape. It must compute
  /// the same each time; what it draws from the tape's random numbers is the same each time.
  @FunctionalInterface
  public interface Function {
    Value apply(Tape tape, List<Value> inputs);
  }

  /// The element whose gradients disagree most.
  ///
  /// @param input which of the inputs
  /// @param position which element of it, row-major
  /// @param derived the gradient from the way back
  /// @param difference the gradient from the central difference
  /// @param error how far they are apart, as [GradientCheck] defines it
  /// @param checked how many elements were compared
  public record Result(
      int input, int position, double derived, double difference, double error, long checked) {

    /// Whether all elements agree to `tolerance`; never with a gradient that is not a number.
    public boolean within(double tolerance) {
      return error <= tolerance;
    }

    /// Insists that all elements agree.
    ///
    /// @throws IllegalStateException that names the worst element, if it is off by more than
    ///     `tolerance`
    public void require(double tolerance) {
      if (!within(tolerance)) {
        throw new IllegalStateException(this + ", allowed is " + tolerance);
      }
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "input %d, position %d: derived %.12g, by differences %.12g, relative error %.3g"
              + " (worst of %d)",
          input,
          position,
          derived,
          difference,
          error,
          checked);
    }
  }

  /// Checks every element of every input; takes two forward passes for each.
  ///
  /// @param inputs float64 tensors; changed during the check and put back
  /// @param seed of the weights of the result and of the tapes' random numbers
  public static Result of(Function function, List<Tensor> inputs, long seed) {
    return sampled(function, inputs, Integer.MAX_VALUE, seed);
  }

  /// Checks at most `elements` randomly chosen elements of every input.
  public static Result sampled(Function function, List<Tensor> inputs, int elements, long seed) {
    return new GradientCheck(function, inputs, seed).run(elements);
  }

  private Result run(int elements) {
    derive(); // leaves used buffers in the pool, so that leaning on cleared ones shows
    double[][] derived = derive();
    Rng choice = Rng.seeded(seed).split("elements");
    int[][] positions = new int[inputs.size()][];
    double[][] differences = new double[inputs.size()][];
    double largest = 0;
    long checked = 0;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = choose(derived[i].length, elements, choice);
      differences[i] = new double[positions[i].length];
      for (int k = 0; k < positions[i].length; k++) {
        int position = positions[i][k];
        differences[i][k] = difference(inputs.get(i), position);
        largest = Math.max(largest, Math.abs(differences[i][k]));
        largest = Math.max(largest, Math.abs(derived[i][position]));
        checked++;
      }
    }
    double floor = Math.max(1e-3 * largest, 1e-5);
    Result worst = new Result(-1, -1, 0, 0, 0, checked);
    for (int i = 0; i < positions.length; i++) {
      for (int k = 0; k < positions[i].length; k++) {
        double fromBackward = derived[i][positions[i][k]];
        double error = error(fromBackward, differences[i][k], floor);
        if (worst.input() < 0 || error > worst.error()) {
          worst = new Result(i, positions[i][k], fromBackward, differences[i][k], error, checked);
        }
      }
    }
    return worst;
  }

  private static double error(double derived, double difference, double floor) {
    double scale = Math.max(Math.max(Math.abs(derived), Math.abs(difference)), floor);
    double error = Math.abs(derived - difference) / scale;
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private static int[] choose(int size, int elements, Rng rng) {
    int[] all = new int[size];
    Arrays.setAll(all, i -> i);
    if (elements >= size) {
      return all;
    }
    rng.shuffle(all);
    return Arrays.copyOf(all, elements);
  }

  private double[][] derive() {
    try (var tape = tape()) {
      Value result = apply(tape);
      double[] weights = weights(result.shape().size());
      tape.backward(result, Tensor.of(weights, result.shape().toArray()));
      double[][] gradients = new double[inputs.size()][];
      for (int i = 0; i < gradients.length; i++) {
        Tensor gradient = tape.gradient(inputs.get(i));
        gradients[i] =
            gradient == null ? new double[inputs.get(i).shape().size()] : gradient.toDoubles();
      }
      return gradients;
    }
  }

  /// The differences of the single numbers of the result are weighted and added, not the sums
  /// subtracted: so what an input does not touch adds no rounding.
  private double difference(Tensor input, int position) {
    double x = input.get(position);
    double h = STEP * Math.max(1, Math.abs(x));
    double above = x + h;
    double below = x - h;
    input.set(position, above);
    double[] upper = evaluate();
    input.set(position, below);
    double[] lower = evaluate();
    input.set(position, x);
    double[] weights = weights(upper.length);
    double sum = 0;
    for (int i = 0; i < upper.length; i++) {
      sum += weights[i] * (upper[i] - lower[i]);
    }
    return sum / (above - below);
  }

  private double[] evaluate() {
    try (var tape = tape()) {
      return apply(tape).data().toDoubles();
    }
  }

  /// Weights that are never near zero, so that no part of the result goes unseen.
  private double[] weights(int size) {
    if (size == 1) {
      return new double[] {1};
    }
    Rng rng = Rng.seeded(seed).split("weights");
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      double magnitude = rng.nextDouble(0.5, 1.5);
      weights[i] = rng.nextDouble() < 0.5 ? -magnitude : magnitude;
    }
    return weights;
  }

  private Tape tape() {
    return Tape.recording(kernels, pool, Rng.seeded(seed).split("tape"));
  }

  private Value apply(Tape tape) {
    return function.apply(tape, inputs.stream().map(tape::parameter).toList());
  }
}
