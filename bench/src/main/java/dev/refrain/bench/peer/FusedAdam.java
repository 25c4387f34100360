package dev.refrain.bench.peer;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Adam in one pass over each weight, as Python's `Adam(fused=True)`: libtorch's C++ optimizer makes
/// about ten, and takes more than twice the time.
///
/// JavaCPP does not map the operator, so it is called through the dispatcher.
final class FusedAdam implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final OperatorHandle operator =
      new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", ""));
  private final List<Tensor> weights;
  private final List<Tensor> means;
  private final List<Tensor> squares;
  private final List<Tensor> steps;
  private final double rate;

  /// For weights all of which get a dense gradient in every step.
  FusedAdam(List<Tensor> weights, double rate) {
    this.weights = weights;
    this.rate = rate;
    means = weights.stream().map(torch::zeros_like).toList();
    squares = weights.stream().map(torch::zeros_like).toList();
    steps = weights.stream().map(_ -> torch.zeros(new long[0])).toList();
  }

  /// Moves the weights by their gradients.
  void step() {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var one = new Scalar(1.0);
      steps.forEach(count -> count.add_(one));
      double weightDecay = 0;
      boolean amsgrad = false;
      boolean maximize = false;
      operator.callBoxed(
          new IValueVector(
              list(weights),
              list(weights.stream().map(Tensor::grad).toList()),
              list(means),
              list(squares),
              list(List.of()),
              list(steps),
              new IValue(rate),
              new IValue(BETA1),
              new IValue(BETA2),
              new IValue(weightDecay),
              new IValue(EPSILON),
              new IValue(amsgrad),
              new IValue(maximize),
              new IValue(), // gradient scale
              new IValue())); // found infinite
    }
  }

  /// A list of tensors; JavaCPP has a value of a generic list alone, which is the same in memory.
  private static IValue list(List<Tensor> tensors) {
    return new IValue(
        new GenericList(new TensorList(new TensorVector(tensors.toArray(Tensor[]::new)))));
  }

  @Override
  public void close() {
    means.forEach(Tensor::close);
    squares.forEach(Tensor::close);
    steps.forEach(Tensor::close);
    operator.close();
  }
}
