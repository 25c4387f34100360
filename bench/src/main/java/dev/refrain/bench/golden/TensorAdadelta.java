package dev.refrain.bench.golden;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Adadelta (Zeiler 2012) as documented for `torch.optim.Adadelta`, in tensor operations, because
/// `torch::optim` of the C++ library lacks it.
///
/// ```
/// v = ρ·v' + (1 − ρ)·g²
/// Δ = √(u' + ε) / √(v + ε) · g
/// u = ρ·u' + (1 − ρ)·Δ²
/// θ = θ' − rate·Δ
/// ```
final class TensorAdadelta {
  private final List<Tensor> parameters;
  private final List<Tensor> squares;
  private final List<Tensor> updates;
  private final double rate;
  private final double rho;
  private final double epsilon;

  TensorAdadelta(List<Tensor> parameters, double rate, double rho, double epsilon) {
    this.parameters = parameters;
    squares = parameters.stream().map(p -> p.detach().mul(scalar(0))).toList();
    updates = parameters.stream().map(p -> p.detach().mul(scalar(0))).toList();
    this.rate = rate;
    this.rho = rho;
    this.epsilon = epsilon;
  }

  void step() {
    try (var _ = new NoGradGuard()) {
      for (int i = 0; i < parameters.size(); i++) {
        Tensor gradient = parameters.get(i).grad();
        Tensor square = squares.get(i);
        Tensor update = updates.get(i);
        square.mul_(scalar(rho)).add_(gradient.mul(gradient), scalar(1 - rho));
        Tensor delta =
            update
                .add(scalar(epsilon))
                .sqrt()
                .div_(square.add(scalar(epsilon)).sqrt())
                .mul_(gradient);
        update.mul_(scalar(rho)).add_(delta.mul(delta), scalar(1 - rho));
        parameters.get(i).add_(delta, scalar(-rate));
      }
    }
  }

  private static Scalar scalar(double value) {
    return new Scalar(value);
  }
}
