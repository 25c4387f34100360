package dev.refrain.nn.loss;

import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// How much each of M rows counts in a cross-entropy: as much as the class of its target says.
final class ClassWeighting {
  private static final Pointwise SCALE = scale();

  private final Tape tape;
  private final int[] targets;
  private final double[] weights; // [V]
  private final Matrix rows; // [M, 1], zero in padding

  private ClassWeighting(Tape tape, int[] targets, double[] weights, Matrix rows) {
    this.tape = tape;
    this.targets = targets;
    this.weights = weights;
    this.rows = rows;
  }

  private static Pointwise scale() {
    var p = Pointwise.named("weightRow");
    p.write("row", p.read("row").times(p.scalar("weight")));
    return p.build();
  }

  /// @param weights one for each class
  static ClassWeighting of(Tape tape, int[] targets, double... weights) {
    Tensor table = tape.allocate(weights.length, 1);
    for (int v = 0; v < weights.length; v++) {
      table.set(v, weights[v]);
    }
    Matrix rows = Matrix.of(tape.allocate(Shape.of(targets.length, 1)));
    tape.kernels().gatherRows(Matrix.of(table), targets, rows);
    return new ClassWeighting(tape, targets, weights, rows);
  }

  /// The sum of `values[M, 1]`, each as often as its row counts.
  double sum(Matrix values) {
    Tensor sum = tape.allocate(1, 1);
    tape.kernels().columnDots(values, rows, Matrix.of(sum), false);
    return sum.item();
  }

  /// Scales the rows of a gradient `[M, V]`.
  void scaleRows(Matrix gradient) {
    Kernels kernels = tape.kernels();
    PointwiseCall call = kernels.prepare(SCALE);
    for (int r = 0; r < targets.length; r++) {
      if (targets[r] >= 0) {
        call.bind("row", gradient.rows(r, r + 1)).bind("weight", weights[targets[r]]).run();
      }
    }
  }
}
