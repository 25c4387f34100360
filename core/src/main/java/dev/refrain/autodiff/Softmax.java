package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Each row as probabilities that add up to 1.
final class Softmax {
  private Softmax() {}

  static Value softmax(Value logits) {
    Tensor result = logits.tape().allocate(logits.shape());
    Matrix probabilities = Matrix.of(result);
    logits.tape().kernels().softmaxRows(logits.matrix(), probabilities);
    return logits
        .tape()
        .record(result, List.of(logits), y -> softmaxBackward(y.gradient(), probabilities, logits));
  }

  private static void softmaxBackward(Tensor dProbabilities, Matrix probabilities, Value logits) {
    Kernels kernels = logits.tape().kernels();
    Matrix upper = Matrix.of(dProbabilities);
    if (logits.gradientStarted()) {
      kernels.softmaxRowsBackward(probabilities, upper, logits.gradientMatrix(), true);
    } else {
      kernels.softmaxRowsBackward(probabilities, upper, upper, false);
      logits.addGradient(dProbabilities);
    }
  }
}
