package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.PickedRows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.cell.CellParameters;
import dev.refrain.nn.cell.CellWeights;
import dev.refrain.nn.recurrent.StepWindows.Operand;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Tensor;

/// What the gates of a [FusedSequence] begin from, the input's projection `x · Wᵀ + bias`, and its way back.
///
/// Where the input was picked from a table of far fewer rows than there are steps, as embedded characters
/// are, not each step's row is projected but each of the table's, and steps pick from those: the same bits.
/// On the way back the gates' gradients of all steps that picked a row are added up first. So three products over all
/// steps become three over the table's rows; of an LSTM of 128 units that reads characters, embedded in 64, they are
/// a third of all.
final class InputGates {
  private final CellParameters parameters;
  private final PackedSteps steps;
  private final Kernels kernels;
  private final int columns;

  // What is projected, and where to: histories, or a table and its projection.
  private final StepWindows projected;
  private final Operand from;
  private final Operand into;
  private final Operand bias;
  private final Projection.Normalized normalized; // null without layer normalization
  private final Projection projection;
  private final Matrix dFrom;

  private final StepWindows stepGates;
  private final Operand gates;

  // The batch at work.
  private Tape tape;
  private CellWeights weights;
  private Value x;
  private Value table; // that is projected; null: each step's row is
  private int[] ids; // of a history's rows in the table; null without one
  private int[] near = new int[0]; // those of some steps
  private Tensor dInput; // a history, or the table's gradient; null where nobody wants it
  private boolean addsToInput;

  InputGates(FusedLayer layer, PackedSteps steps, Kernels kernels) {
    this.steps = steps;
    this.kernels = kernels;
    parameters = layer.parameters();
    columns = parameters.gateColumns();
    projected = new StepWindows(steps);
    from = projected.history("x", parameters.input());
    into = projected.history("gates", columns);
    bias = projected.vector("bias", columns);
    normalized =
        parameters.layerNorm() ? Projection.Normalized.in(projected, "gates", columns) : null;
    projection = new Projection(kernels, from, bias, into, normalized);
    dFrom = Matrix.unplaced(parameters.input(), parameters.input());
    stepGates = new StepWindows(steps);
    gates = stepGates.history("gates", columns);
  }

  /// Begins a batch, on [PackedSteps] that have.
  ///
  /// @param x `[T, B, I]`
  /// @param history of the gates, `[rows, G·H]`
  void begin(Tape tape, Value x, CellWeights weights, Tensor history) {
    this.tape = tape;
    this.x = x;
    this.weights = weights;
    placeTable();
    projected.begin();
    stepGates.begin();
    bias.show(weights.get(CellParameters.BIAS).data());
    int rows = steps.rows();
    if (table != null) {
      rows = table.shape().rows();
      from.show(copy(table));
      into.show(tape.allocate(rows, columns)); // on the way back its own gradient
      gates.show(history);
    } else {
      from.show(steps.lengths().ragged() ? packed(x.data()) : x.data());
      into.show(history);
    }
    if (normalized != null) {
      normalized.normalized().show(tape.allocate(rows, columns));
      normalized.inverse().show(tape.allocate(rows, 1));
      normalized.dProjected().show(tape.allocate(rows, columns));
    }
    // Told of all steps, though a table has fewer rows: their products shall have the same bits.
    projection.begin(
        weights.get(CellParameters.INPUT_WEIGHT),
        weights.get(CellParameters.gain(CellParameters.INPUT_WEIGHT)),
        steps.rows());
    if (table != null) {
      projected.showFirst(rows);
      projection.forward();
    }
  }

  private void placeTable() {
    PickedRows picked = x.picked();
    table = null;
    ids = null;
    if (picked != null && PickedRows.isSmall(picked.table().shape().rows(), steps.rows())) {
      ids = steps.lengths().ragged() ? steps.pack(picked.ids()) : picked.ids();
      table = allSteps(ids) ? picked.table() : null;
    }
  }

  /// Whether all steps have an id. A row of zeros, of id −1, is none of the table's.
  private boolean allSteps(int[] ids) {
    for (int t = 0; t < steps.lengths().steps(); t++) {
      int from = steps.row(t);
      for (int row = from; row < from + steps.lengths().active(t); row++) {
        if (ids[row] < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /// The table as it is now: a product with it may wait until the tape is closed, and a parameter may be changed before.
  private Tensor copy(Value table) {
    Tensor copied = tape.allocate(table.shape());
    kernels.copy(table.matrix(), Matrix.of(copied));
    return copied;
  }

  private Tensor packed(Tensor padded) {
    Tensor history = tape.allocate(steps.rows(), parameters.input());
    steps.pack(kernels, padded, history);
    return history;
  }

  /// Whether the steps pick from a projected table.
  boolean picks() {
    return table != null;
  }

  /// Begins the gates of steps `[t, t + count)`.
  void forward(int t, int count) {
    if (table == null) {
      projected.moveTo(t, count);
      projection.forward();
    } else {
      stepGates.moveTo(t, count);
      kernels.gatherRows(into.window(), near(t), gates.window());
    }
  }

  /// The ids of the rows that the gates' window shows, which begin with step `t`.
  private int[] near(int t) {
    int rows = gates.window().rows();
    if (near.length < rows) {
      near = new int[rows];
    }
    System.arraycopy(ids, steps.row(t), near, 0, rows);
    return near;
  }

  /// Begins the way back.
  void beginBackward() {
    addsToInput = false;
    dInput = null;
    if (table != null) {
      kernels.fill(into.window(), 0);
    } else if (x.differentiable() && steps.lengths().ragged()) {
      dInput = tape.allocate(steps.rows(), parameters.input());
    } else if (x.differentiable()) {
      addsToInput = x.gradientStarted();
      dInput = x.gradient();
    }
  }

  /// Takes the gates' gradients of steps `[t, t + count)` in.
  void backward(int t, int count) {
    if (table == null) {
      projected.moveTo(t, count);
      finish(steps.row(t));
    } else {
      stepGates.moveTo(t, count);
      kernels.scatterAddRows(gates.window(), near(t), into.window());
    }
  }

  /// Ends the way back.
  void endBackward() {
    if (table != null) {
      if (x.differentiable()) {
        addsToInput = table.gradientStarted();
        dInput = table.gradient();
      }
      finish(0);
    } else if (x.differentiable() && steps.lengths().ragged()) {
      Tensor padded = tape.allocate(x.shape());
      steps.unpack(kernels, dInput, padded);
      x.addGradient(padded);
    }
  }

  /// The gradients of input, weight and bias by the gradient of the projection that the windows show.
  ///
  /// @param row where the windows begin
  private void finish(int row) {
    Matrix dGates = into.window();
    Value biasValue = weights.get(CellParameters.BIAS);
    if (biasValue.differentiable()) {
      boolean started = biasValue.gradientStarted();
      kernels.columnSums(dGates, Projection.row(biasValue.gradient()), started);
    }
    if (dInput != null) {
      dFrom.moveTo(dInput.storage(), dInput.offset() + row * parameters.input(), dGates.rows());
    }
    projection.backward(dInput == null ? null : dFrom, addsToInput);
    projection.finish();
  }
}
