package dev.refrain.task.translation;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Linear;
import dev.refrain.nn.attention.Attention;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What hard attention learns from, since no gradient flows through the choice of a place: the
/// score-function estimator (Williams 1992; Xu et al. 2015). With `l_t` the loss of token t, `s_t`
/// the place drawn for it and `b_t` a baseline, a linear map of the readout that learns to foresee
/// `l_t` and takes most of the noise out (Mnih & Gregor 2014), it adds
///
/// ```
/// Σ_t log p(s_t) · Σ_{t' ≥ t} (l_t' − b_t')  +  Σ_t (l_t − b_t)²
/// ```
///
/// to what is learned from, with losses and baselines as constants in the first sum, and nothing to
/// the loss that is reported.
final class HardAttentionLoss {
  private HardAttentionLoss() {}

  /// The addition, whose value is zero; null where nothing was drawn. To be asked for before the
  /// logits are used up.
  ///
  /// @param baseline from the readout to one number
  /// @param targets `[T, B]`, −1 in padding
  static Value of(Linear baseline, Writing writing, int[] targets) {
    if (writing.looks().isEmpty() || writing.looks().getFirst().logProbability() == null) {
      return null;
    }
    Value readouts = writing.readouts();
    Tape tape = readouts.tape();
    int steps = readouts.shape().extent(0);
    int rows = readouts.shape().extent(1);
    Tensor losses = tape.allocate(steps, rows);
    tape.kernels()
        .crossEntropy(
            writing.logits().matrix(), targets, Matrix.of(losses.reshape(steps * rows, 1)), null);
    Value foreseen = baseline.apply(readouts.detach()).reshape(steps, rows);
    Tensor valid = tape.allocate(steps, rows);
    for (int i = 0; i < targets.length; i++) {
      valid.set(i, targets[i] < 0 ? 0 : 1);
    }
    Value missed = tape.constant(losses).minus(foreseen).times(tape.constant(valid));
    Value drawn = logProbabilities(writing.looks());
    Value learned =
        drawn.times(tape.constant(stillToCome(missed))).sum().plus(missed.times(missed).sum());
    return learned.minus(learned.detach());
  }

  private static Value logProbabilities(List<Attention.Look> looks) {
    List<Value> each = new ArrayList<>(looks.size());
    for (Attention.Look look : looks) {
      each.add(look.logProbability());
    }
    return Join.stack(each);
  }

  /// For each token the sum over it and those after it, `[T, B]`.
  private static Tensor stillToCome(Value missed) {
    Tensor sums = missed.tape().allocate(missed.shape());
    int rows = missed.shape().columns();
    for (int i = missed.shape().size() - 1; i >= 0; i--) {
      double later = i + rows < missed.shape().size() ? sums.get(i + rows) : 0;
      sums.set(i, missed.data().get(i) + later);
    }
    return sums;
  }
}
