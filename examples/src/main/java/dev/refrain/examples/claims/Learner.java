package dev.refrain.examples.claims;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.nn.loss.SquaredError;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.Optimizer;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// A recurrent stack with a linear layer on top that learns from batches made on the fly: the
/// training loop written out, so that an experiment sees losses, gradients and their norms.
final class Learner {
  /// A training step's mean loss before it, and the length of its gradient before clipping.
  record Step(double loss, double norm) {}

  private final Kernels kernels = Devices.best();
  private final BufferPool pool = new BufferPool(kernels.precision());
  private final Parameters parameters;
  private final Recurrent stack;
  private final Linear output;
  private final OptimizerConfig rule;
  private final Clipping clipping;
  private final Optimizer optimizer;
  private final Rng rng;

  /// @param out classes, or 1 for a number
  Learner(
      RecurrentConfig config, int in, int out, OptimizerConfig rule, Clipping clipping, long seed) {
    this.rule = rule;
    this.clipping = clipping;
    rng = Rng.seeded(seed).split("training");
    parameters = new Parameters(Precision.FLOAT32, Rng.seeded(seed));
    stack = Recurrent.create(config, parameters.root(), in);
    output =
        Linear.create(
            parameters.root().child("output"),
            stack.outputSize(),
            out,
            true,
            Initializers.glorotUniform());
    optimizer = Optimizer.create(rule, clipping, parameters, kernels);
  }

  Tensor weight(String name) {
    return parameters.byName().get(name);
  }

  Recurrent stack() {
    return stack;
  }

  private Value loss(Tape tape, Examples examples) {
    Value read = read(tape, examples);
    if (examples.numbers() == null) {
      return CrossEntropy.sum(output.apply(read), examples.classArray());
    }
    Value last = read.slice(examples.steps() - 1, examples.steps());
    return SquaredError.sum(
        output.apply(last).reshape(examples.batch(), 1), examples.numbers(), null);
  }

  private Value read(Tape tape, Examples examples) {
    Value x = tape.constant(examples.x());
    return stack.apply(tape, x, examples.lengthArray(), List.of()).sequence();
  }

  private static long wanted(Examples examples) {
    return examples.numbers() == null
        ? examples.classes().stream().filter(c -> c >= 0).count()
        : examples.batch();
  }

  /// Takes one training step.
  Step learn(Examples examples) {
    try (Tape tape = Tape.recording(kernels, pool, rng)) {
      Value loss = loss(tape, examples);
      tape.backward(loss, 1);
      double scale = 1.0 / wanted(examples);
      double norm = scale * optimizer.norm(tape::gradient);
      optimizer.update(tape::gradient, scale * clipping.factor(norm), rule.rate());
      return new Step(scale * loss.data().item(), norm);
    }
  }

  /// The mean loss on examples.
  double loss(Examples examples) {
    try (Tape tape = Tape.evaluating(kernels, pool)) {
      return loss(tape, examples).data().item() / wanted(examples);
    }
  }

  /// The likeliest class at each step, position `t·B + b`.
  int[] classes(Examples examples) {
    try (Tape tape = Tape.evaluating(kernels, pool)) {
      Value logits = output.apply(read(tape, examples));
      int[] classes = new int[examples.steps() * examples.batch()];
      kernels.argmaxRows(Matrix.of(logits.data()), classes);
      return classes;
    }
  }

  /// The share of wanted classes that are the likeliest.
  double accuracy(Examples examples) {
    int[] found = classes(examples);
    int[] wanted = examples.classArray();
    int right = 0;
    for (int i = 0; i < wanted.length; i++) {
      right += wanted[i] >= 0 && found[i] == wanted[i] ? 1 : 0;
    }
    return (double) right / wanted(examples);
  }

  /// How long the gradient of the loss is at each step's input: the mean over the batch of
  /// |∂loss/∂x(t)|.
  double[] gradientNorms(Examples examples) {
    try (Tape tape = Tape.recording(kernels, pool, rng)) {
      Value x = tape.parameter(examples.x());
      Value read = stack.apply(tape, x, examples.lengthArray(), List.of()).sequence();
      tape.backward(CrossEntropy.sum(output.apply(read), examples.classArray()), 1);
      Tensor gradient = tape.gradient(examples.x());
      double[] norms = new double[examples.steps()];
      int width = examples.x().shape().columns();
      for (int t = 0; t < norms.length; t++) {
        for (int b = 0; b < examples.batch(); b++) {
          double squares = 0;
          for (int i = 0; i < width; i++) {
            double d = gradient.get((t * examples.batch() + b) * width + i);
            squares += d * d;
          }
          norms[t] += Math.sqrt(squares) / examples.batch();
        }
      }
      return norms;
    }
  }
}
