package dev.refrain.nn.attention;

import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Reach;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// Hard attention (Xu et al. 2015): each row takes one step, in training drawn by its weight, else
/// the most likely, the first of several.
final class HardChoice {
  private HardChoice() {}

  /// What the rows take.
  ///
  /// @param query what the weights were asked for with
  /// @param weights `[.., S]`, R rows
  /// @param values `[S, B, M]`
  static Attention.Look of(Value query, Value weights, Value values, Reach reach) {
    Tape tape = weights.tape();
    int[] taken = new int[reach.rows()];
    int[] places = new int[reach.rows()];
    for (int r = 0; r < taken.length; r++) {
      taken[r] =
          tape.training()
              ? drawn(weights.data(), r, reach.length(r), tape.rng().nextDouble())
              : likeliest(weights.data(), r, reach.length(r));
      places[r] = taken[r] * reach.batch() + reach.sequence(r);
    }
    Shape shape = weights.shape().withColumns(values.shape().columns());
    Value context = Rows.gather(values, places, shape);
    return new Attention.Look(
        query, context, weights, tape.training() ? logProbability(weights, taken) : null);
  }

  /// The first step with which the weights come to more than `share` of their sum.
  private static int drawn(Tensor weights, int row, int length, double share) {
    int begin = row * weights.shape().columns();
    double total = 0;
    for (int s = 0; s < length; s++) {
      total += weights.get(begin + s);
    }
    double sum = 0;
    int last = 0;
    for (int s = 0; s < length; s++) {
      double weight = weights.get(begin + s);
      sum += weight;
      if (sum > share * total) {
        return s;
      }
      last = weight > 0 ? s : last;
    }
    return last;
  }

  private static int likeliest(Tensor weights, int row, int length) {
    int begin = row * weights.shape().columns();
    int best = 0;
    for (int s = 1; s < length; s++) {
      if (weights.get(begin + s) > weights.get(begin + best)) {
        best = s;
      }
    }
    return best;
  }

  /// `[..]`, the logarithm of each row's weight of the step taken.
  private static Value logProbability(Value weights, int[] taken) {
    int[] extents = weights.shape().toArray();
    int columns = weights.shape().columns();
    Value single = weights.reshape(weights.shape().size(), 1);
    return Rows.gather(single, Rows.elements(taken, columns), Shape.of(taken.length, 1))
        .log()
        .reshape(Arrays.copyOf(extents, extents.length - 1));
  }
}
