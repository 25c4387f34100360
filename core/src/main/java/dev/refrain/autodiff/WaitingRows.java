package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Contributions to single rows of the gradient `[V, E]` of a table, which wait because all other
/// rows are zero.
final class WaitingRows implements UnwrittenGradient {
  private final Tape tape;
  private final Tensor table;
  private final List<Matrix> rows = new ArrayList<>();
  private final List<int[]> ids = new ArrayList<>();

  WaitingRows(Tape tape, Tensor table) {
    this.tape = tape;
    this.table = table;
  }

  /// Row i belongs to row `ofRows[i]` of the table, or to none if that is −1.
  void add(Matrix contributions, int[] ofRows) {
    rows.add(contributions);
    ids.add(ofRows);
  }

  /// Whether they are fewer than half the rows of the table.
  boolean few() {
    int count = 0;
    for (int[] each : ids) {
      count += each.length;
    }
    return count < table.shape().rows() / 2;
  }

  @Override
  public double sumOfSquares() {
    Map<Integer, Integer> places = new HashMap<>(); // contributions to one row come together first
    List<int[]> ofSums = new ArrayList<>();
    for (int[] each : ids) {
      ofSums.add(
          Arrays.stream(each)
              .map(id -> id < 0 ? -1 : places.computeIfAbsent(id, key -> places.size()))
              .toArray());
    }
    Matrix sums = Matrix.of(tape.zeros(Shape.of(places.size(), table.shape().columns())));
    for (int i = 0; i < rows.size(); i++) {
      tape.kernels().scatterAddRows(rows.get(i), ofSums.get(i), sums);
    }
    return tape.kernels().sumOfSquares(sums);
  }

  @Override
  public void addTo(Tensor target, double factor) {
    Kernels kernels = tape.kernels();
    for (int i = 0; i < rows.size(); i++) {
      Matrix scaled = rows.get(i);
      if (factor != 1) {
        scaled = Matrix.of(tape.allocate(scaled.rows(), scaled.columns()));
        Sums.scale(kernels, rows.get(i), factor, scaled);
      }
      kernels.scatterAddRows(scaled, ids.get(i), Matrix.of(target));
    }
  }
}
