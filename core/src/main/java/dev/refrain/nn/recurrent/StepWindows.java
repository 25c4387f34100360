package dev.refrain.nn.recurrent;

import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/// The windows through which one step of a sequence is seen, by name. All move together from step
/// to step, and nothing is allocated on the way.
final class StepWindows {
  private record Cursor(Matrix window, int first, int slotStride) {}

  private final int steps;
  private final int batch;
  private final Map<String, Cursor> cursors = new HashMap<>();
  private Cursor[] moving; // null until the next move, once a window was added

  StepWindows(int steps, int batch) {
    this.steps = steps;
    this.batch = batch;
  }

  /// A window on columns `[from, to)` of slot `t + shift` of `history[slots, B, columns]`.
  void history(String name, Tensor history, int from, int to, int shift) {
    int slotStride = batch * history.shape().columns();
    Matrix window = Matrix.of(history).columns(from, to);
    put(name, new Cursor(window, window.offset() + shift * slotStride, slotStride));
  }

  /// A window on the whole rows of slot `t + shift` of `history[slots, B, columns]`.
  void history(String name, Tensor history, int shift) {
    history(name, history, 0, history.shape().columns(), shift);
  }

  /// A window on `[B, columns]` that stays where it is.
  void still(String name, Tensor tensor) {
    Matrix window = Matrix.of(tensor);
    put(name, new Cursor(window, window.offset(), 0));
  }

  /// A vector `[columns]`, seen as equal rows.
  void vector(String name, Tensor vector) {
    Matrix window = Matrix.broadcast(vector, batch);
    put(name, new Cursor(window, window.offset(), 0));
  }

  /// Another name for the same window.
  void alias(String name, String existing) {
    put(name, cursor(existing));
  }

  boolean has(String name) {
    return cursors.containsKey(name);
  }

  private void put(String name, Cursor cursor) {
    if (cursors.put(name, cursor) != null) {
      throw new IllegalStateException("two operands are called " + name);
    }
    moving = null;
  }

  private Cursor cursor(String name) {
    Cursor cursor = cursors.get(name);
    if (cursor == null) {
      throw new IllegalStateException(
          "a step has no operand '%s'; it has %s".formatted(name, cursors.keySet()));
    }
    return cursor;
  }

  /// The window of a name; it moves with [#moveTo].
  Matrix window(String name) {
    return cursor(name).window();
  }

  /// All steps of a history at once, `[T·B, columns]`; this window stays.
  Matrix allSteps(String name) {
    Cursor cursor = cursor(name);
    Matrix window = cursor.window();
    return window.columns(0, window.columns()).moveTo(cursor.first(), steps * batch);
  }

  /// Shows step `t` for the first `rows` rows, which may go on into the steps behind it.
  void moveTo(int t, int rows) {
    if (moving == null) {
      moving = new LinkedHashSet<>(cursors.values()).toArray(Cursor[]::new); // aliases once
    }
    for (Cursor cursor : moving) {
      cursor.window().moveTo(cursor.first() + t * cursor.slotStride(), rows);
    }
  }

  /// The shape of a tensor that keeps `columns` for each row and step.
  Shape historyShape(int columns) {
    return Shape.of(steps, batch, columns);
  }

  int batch() {
    return batch;
  }
}
