package dev.refrain.optim;

import dev.refrain.autodiff.UnwrittenGradient;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Moves all parameters of a model against their gradients, one pass over each.
///
/// ```java
/// var optimizer = Optimizer.create(config, Clipping.byNorm(1), model.parameters(), kernels);
/// …
/// tape.backward(loss.sum(), 1);
/// double scale = 1.0 / loss.count();
/// double norm = scale * optimizer.norm(tape::gradient);
/// optimizer.update(tape::gradient, scale * clipping.factor(norm), rate);
/// ```
///
/// A parameter without a gradient (null) is passed over, state and all, as in PyTorch; the number
/// of the step, which Adam's corrections depend on, is one for all parameters.
public final class Optimizer {
  private final Kernels kernels;
  private final UpdateRule rule;
  private final List<Tensor> parameters;
  private final List<Block> blocks;
  private final PointwiseCall[] calls;
  private final Matrix[] gradients; // of the calls
  private final Map<String, Tensor> state = new LinkedHashMap<>();
  private long step;
  private double rate;
  private double gradientScale;

  private Optimizer(OptimizerConfig config, Clipping clipping, Parameters model, Kernels kernels) {
    this.kernels = kernels;
    rule = new UpdateRule(config, clipping);
    parameters = List.copyOf(model.byName().values());
    blocks = Block.of(parameters);
    gradients = windows();
    model
        .byName()
        .forEach(
            (name, parameter) -> {
              for (String kept : rule.state()) {
                state.put(
                    name + "." + kept, Tensor.zeros(parameter.precision(), parameter.shape()));
              }
            });
    calls = calls(List.copyOf(model.byName().keySet()));
  }

  private PointwiseCall[] calls(List<String> names) {
    List<PointwiseCall> prepared = new ArrayList<>();
    for (Block block : blocks) {
      PointwiseCall call =
          kernels
              .prepare(rule.program())
              .bind(UpdateRule.GRADIENT, gradients[prepared.size()])
              .bind(
                  UpdateRule.PARAMETER,
                  block.show(parameters.get(block.parameter()), block.window()));
      for (String kept : rule.state()) {
        Tensor tensor = state.get(names.get(block.parameter()) + "." + kept);
        call.bind(kept, block.show(tensor, block.window()));
      }
      prepared.add(call);
    }
    return prepared.toArray(PointwiseCall[]::new);
  }

  /// An optimizer at its first step for all parameters of a model. Of `clipping`, the bound on
  /// values is applied here; the one on the norm is the caller's, who knows the norm.
  public static Optimizer create(
      OptimizerConfig config, Clipping clipping, Parameters parameters, Kernels kernels) {
    return new Optimizer(config, clipping, parameters, kernels);
  }

  /// Takes one step on the calling thread.
  ///
  /// @param gradientOf the gradient of a parameter, `[same shape]`, or null
  /// @param scale what gradients are multiplied by first (1 / count, times the clipping factor)
  /// @param rate the learning rate of this step
  public void update(UnaryOperator<Tensor> gradientOf, double scale, double rate) {
    beginStep(scale, rate);
    for (int block = 0; block < blocks.size(); block++) {
      Tensor gradient = gradientOf.apply(parameters.get(blocks.get(block).parameter()));
      if (gradient != null) {
        updateBlock(block, gradient);
      }
    }
  }

  /// The length of the gradient of all parameters taken together; not finite exactly when an
  /// element is not.
  public double norm(UnaryOperator<Tensor> gradientOf) {
    double squares = 0;
    for (int block = 0; block < blocks.size(); block++) {
      Tensor gradient = gradientOf.apply(parameters.get(blocks.get(block).parameter()));
      if (gradient != null) {
        squares += kernels.sumOfSquares(blocks.get(block).show(gradient, gradients[block]));
      }
    }
    return Math.sqrt(squares);
  }

  /// The parameters, in the order that blocks count them.
  public List<Tensor> parameters() {
    return parameters;
  }

  /// How the parameters are cut for work on several threads.
  public List<Block> blocks() {
    return blocks;
  }

  /// Begins a step whose blocks are then given to [#updateBlock], each once, by any threads.
  public void beginStep(double scale, double rate) {
    step++;
    this.gradientScale = scale;
    this.rate = rate;
  }

  /// Updates one block of a parameter from the gradient of the whole parameter.
  public void updateBlock(int block, Tensor gradient) {
    PointwiseCall call = calls[block];
    boolean weights = isWeight(blocks.get(block));
    rule.bindScalars(call, step, rate, gradientScale, weights);
    blocks.get(block).show(gradient, gradients[block]);
    call.run();
  }

  /// Whether an update is a multiple of the gradient and nothing else, so that [#descend] can take a
  /// gradient that is not written out.
  public boolean isPlainDescent() {
    return rule.isPlainDescent();
  }

  /// Updates a whole parameter, in place of all its blocks, where [#isPlainDescent].
  public void descend(int parameter, UnwrittenGradient gradient) {
    gradient.addTo(parameters.get(parameter), -rate * gradientScale);
  }

  /// Whether a block is of weights: of a matrix, not of biases or gains.
  public boolean isWeight(Block block) {
    return parameters.get(block.parameter()).shape().rank() > 1;
  }

  /// A window for each block, to be placed by [Block#show].
  public Matrix[] windows() {
    return blocks.stream().map(Block::window).toArray(Matrix[]::new);
  }

  /// How many steps have been taken.
  public long step() {
    return step;
  }

  /// What is kept between steps, by name (`<parameter>.m`); the tensors are live.
  public Map<String, Tensor> state() {
    return Collections.unmodifiableMap(state);
  }

  /// Goes on after `step` steps, once the tensors of [#state] have been filled again.
  public void restoreStep(long step) {
    this.step = step;
  }
}
