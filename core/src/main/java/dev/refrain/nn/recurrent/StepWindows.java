package dev.refrain.nn.recurrent;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The windows through which one step of a sequence is seen, by name. They are declared once for a
/// layer; for each batch [#begin] gives its extents and [Operand#show] the tensors, and then all
/// windows move together from step to step. Nothing is allocated on the way.
final class StepWindows {
  private final Map<String, Operand> byName = new HashMap<>();
  private final List<Operand> operands = new ArrayList<>(); // each once, whatever its names
  private int steps;
  private int batch;
  private Shape historyShape = Shape.of(0, 0, 0); // the last one asked for

  /// One window and where it moves.
  final class Operand {
    private final Matrix window;
    private final int slotColumns; // numbers of a slot for each row; 0 if it stays where it is
    private final int column;
    private final int shift;
    private final Matrix all; // null unless it moves
    private boolean shown;
    private int first;
    private int slotStride;

    private Operand(int columns, int rowStride, int slotColumns, int column, int shift) {
      window = Matrix.unplaced(columns, rowStride);
      all = slotColumns == 0 ? null : Matrix.unplaced(columns, rowStride);
      this.slotColumns = slotColumns;
      this.column = column;
      this.shift = shift;
    }

    /// Puts the window on the tensor of this batch.
    void show(Tensor tensor) {
      shown = true;
      slotStride = batch * slotColumns;
      first = tensor.offset() + column + shift * slotStride;
      window.moveTo(tensor.storage(), first, 0);
      if (all != null) {
        all.moveTo(tensor.storage(), first, steps * batch);
      }
    }

    /// The window; it moves with [StepWindows#moveTo].
    Matrix window() {
      return window;
    }

    /// All steps of a history at once, `[T·B, columns]`; this window stays.
    Matrix allSteps() {
      return all;
    }
  }

  /// A window on columns `[from, to)` of slot `t + shift` of a history `[slots, B, columns]`.
  Operand history(String name, int columns, int from, int to, int shift) {
    return put(name, new Operand(to - from, columns, columns, from, shift));
  }

  /// A window on the whole rows of slot `t + shift` of a history `[slots, B, columns]`.
  Operand history(String name, int columns, int shift) {
    return history(name, columns, 0, columns, shift);
  }

  /// A window on `[B, columns]` that stays where it is.
  Operand still(String name, int columns) {
    return put(name, new Operand(columns, columns, 0, 0, 0));
  }

  /// A vector `[columns]`, seen as equal rows.
  Operand vector(String name, int columns) {
    return put(name, new Operand(columns, 0, 0, 0, 0));
  }

  private Operand put(String name, Operand operand) {
    name(name, operand);
    operands.add(operand);
    return operand;
  }

  private void name(String name, Operand operand) {
    if (byName.put(name, operand) != null) {
      throw new IllegalStateException("two operands are called " + name);
    }
  }

  /// Another name for the same window.
  void alias(String name, String existing) {
    name(name, operand(existing));
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  Operand operand(String name) {
    Operand operand = byName.get(name);
    if (operand == null) {
      throw new IllegalStateException(
          "a step has no operand '%s'; it has %s".formatted(name, byName.keySet()));
    }
    return operand;
  }

  /// The window of a name.
  Matrix window(String name) {
    return operand(name).window();
  }

  /// Begins a batch of other tensors: no operand is shown.
  void begin(int steps, int batch) {
    this.steps = steps;
    this.batch = batch;
    for (int i = 0; i < operands.size(); i++) {
      operands.get(i).shown = false;
    }
  }

  /// Shows step `t` for the first `rows` rows, which may go on into the steps behind it, through
  /// all operands that have a tensor.
  void moveTo(int t, int rows) {
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      if (operand.shown) {
        operand.window.moveTo(operand.first + t * operand.slotStride, rows);
      }
    }
  }

  /// The shape of a tensor that keeps `columns` for each row and step.
  Shape historyShape(int columns) {
    if (!isHistory(historyShape, columns)) {
      historyShape = Shape.of(steps, batch, columns);
    }
    return historyShape;
  }

  private boolean isHistory(Shape shape, int columns) {
    return shape.extent(0) == steps && shape.extent(1) == batch && shape.columns() == columns;
  }
}
