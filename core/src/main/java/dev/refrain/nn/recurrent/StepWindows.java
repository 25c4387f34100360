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
  private final PackedSteps steps;
  private Shape historyShape = Shape.of(0, 0); // the last one asked for

  /// Windows on steps that lie as these say.
  StepWindows(PackedSteps steps) {
    this.steps = steps;
  }

  /// Where the rows of a step lie in a tensor.
  private enum Place {
    /// The same for all steps.
    STILL,
    /// In a history.
    STEP,
    /// In the slot before the step.
    BEFORE,
    /// In the slot behind it.
    BEHIND,
    /// In `[T, B, columns]`.
    PADDED
  }

  /// One window and where it moves.
  final class Operand {
    private final Matrix window;
    private final Place place;
    private final int rowStride;
    private final int column;
    private boolean shown;
    private int first;

    private Operand(Place place, int columns, int rowStride, int column) {
      window = Matrix.unplaced(columns, rowStride);
      this.place = place;
      this.rowStride = rowStride;
      this.column = column;
    }

    /// Puts the window on the tensor of this batch.
    void show(Tensor tensor) {
      shown = true;
      first = tensor.offset() + column;
      window.moveTo(tensor.storage(), first, 0);
    }

    private int row(int t) {
      return switch (place) {
        case STILL -> 0;
        case STEP -> steps.row(t);
        case BEFORE -> steps.slot(steps.slotBefore(t));
        case BEHIND -> steps.slot(steps.slotAfter(t));
        case PADDED -> t * steps.lengths().batch();
      };
    }

    private boolean spansSteps() {
      return place == Place.STEP || place == Place.BEFORE || rowStride == 0;
    }

    private void moveTo(int t, int rows) {
      if (shown) {
        window.moveTo(first + row(t) * rowStride, rows);
      }
    }

    /// The window; it moves with [StepWindows#moveTo].
    Matrix window() {
      return window;
    }
  }

  /// A window on columns `[from, to)` of a history of so many `columns`.
  Operand history(String name, int columns, int from, int to) {
    return put(name, new Operand(Place.STEP, to - from, columns, from));
  }

  /// A window on the whole rows of a history.
  Operand history(String name, int columns) {
    return history(name, columns, 0, columns);
  }

  /// A window on the state before the step.
  Operand before(String name, int columns) {
    return put(name, new Operand(Place.BEFORE, columns, columns, 0));
  }

  /// A window on the state behind the step.
  Operand behind(String name, int columns) {
    return put(name, new Operand(Place.BEHIND, columns, columns, 0));
  }

  /// A window on step t of `[T, B, columns]`.
  Operand padded(String name, int columns) {
    return put(name, new Operand(Place.PADDED, columns, columns, 0));
  }

  /// A window on `[B, columns]` that stays where it is.
  Operand still(String name, int columns) {
    return put(name, new Operand(Place.STILL, columns, columns, 0));
  }

  /// A vector `[columns]`, seen as equal rows.
  Operand vector(String name, int columns) {
    return put(name, new Operand(Place.STILL, columns, 0, 0));
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
  void begin() {
    for (int i = 0; i < operands.size(); i++) {
      operands.get(i).shown = false;
    }
  }

  /// Shows the rows that have a step `t`, through all operands that have a tensor.
  void moveTo(int t) {
    for (int i = 0; i < operands.size(); i++) {
      operands.get(i).moveTo(t, steps.lengths().active(t));
    }
  }

  /// Shows steps `[t, t + count)` at once, through operands on histories, on states before their steps and on
  /// vectors; the others stay.
  void moveTo(int t, int count) {
    int rows = steps.row(t + count) - steps.row(t);
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).spansSteps()) {
        operands.get(i).moveTo(t, rows);
      }
    }
  }

  /// Shows the first `rows` rows of tensors that lie otherwise than histories, through all operands that have a tensor.
  void showFirst(int rows) {
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      if (operand.shown) {
        operand.window.moveTo(operand.first, rows);
      }
    }
  }

  /// How many rows a history has.
  int rows() {
    return steps.rows();
  }

  /// The shape of a history of so many columns.
  Shape historyShape(int columns) {
    if (historyShape.extent(0) != steps.rows() || historyShape.extent(1) != columns) {
      historyShape = Shape.of(steps.rows(), columns);
    }
    return historyShape;
  }
}
