package dev.refrain.task.translation;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Linear;
import dev.refrain.nn.attention.Attention;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/// What hard attention learns from, since no gradient flows through the choice of a place: the
/// score-function estimator (Williams 1992; Xu et al. 2015). With `s_t` the place drawn for token t,
/// `n_t` how many tokens the sentence has from t on, `m_t` the mean of their losses and `b_t` a
/// baseline, it adds
///
/// ```
/// Σ_t log p(s_t) · n_t · (m_t − b_t)  +  Σ_t (m_t − b_t)²
/// ```
///
/// to what is learned from, with losses and baselines as constants in the first sum, and nothing to
/// the loss that is reported. The baseline takes most of the noise out: a linear map of the query,
/// which learns to foresee `m_t` (Mnih & Gregor 2014). It must not see what depends on `s_t`, or the
/// gradient would no longer be that of the expected loss.
final class HardAttentionLoss {
  private HardAttentionLoss() {}

  /// The addition, whose value is zero; null where nothing was drawn. To be asked for before the
  /// logits are used up.
  ///
  /// @param baseline from the query to one number
  /// @param targets `[T, B]`, −1 in padding
  static Value of(Linear baseline, Writing writing, int[] targets) {
    if (writing.looks().isEmpty() || writing.looks().getFirst().logProbability() == null) {
      return null;
    }
    Tape tape = writing.logits().tape();
    int steps = writing.logits().shape().extent(0);
    int rows = writing.logits().shape().extent(1);
    Tensor toCome = tape.allocate(steps, rows); // n
    for (int i = 0; i < targets.length; i++) {
      toCome.set(i, targets[i] < 0 ? 0 : 1);
    }
    Value valid = tape.constant(toCome.copy());
    addLater(toCome);
    Tensor mean = tape.allocate(steps, rows); // m, 0 in padding
    tape.kernels()
        .crossEntropy(
            writing.logits().matrix(), targets, Matrix.of(mean.reshape(steps * rows, 1)), null);
    addLater(mean);
    for (int i = 0; i < targets.length; i++) {
      mean.set(i, mean.get(i) / Math.max(1, toCome.get(i)));
    }
    Value foreseen = baseline.apply(stacked(writing.looks(), Attention.Look::query).detach());
    Value missed = tape.constant(mean).minus(foreseen.reshape(steps, rows).times(valid));
    Value advantage = missed.detach().times(tape.constant(toCome));
    Value drawn = stacked(writing.looks(), Attention.Look::logProbability);
    Value learned = drawn.times(advantage).sum().plus(missed.times(missed).sum());
    return learned.minus(learned.detach());
  }

  private static Value stacked(List<Attention.Look> looks, Function<Attention.Look, Value> part) {
    return Join.stack(looks.stream().map(part).toList());
  }

  /// Makes of each number in `[T, B]` the sum over it and those after it.
  private static void addLater(Tensor numbers) {
    int rows = numbers.shape().columns();
    for (int i = numbers.shape().size() - rows - 1; i >= 0; i--) {
      numbers.set(i, numbers.get(i) + numbers.get(i + rows));
    }
  }
}
