package dev.refrain.task.language;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.decode.Continuation;
import dev.refrain.decode.Distribution;
import dev.refrain.decode.TokenSource;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads tokens with a language model outside of training, on one thread: one token in each of
/// several texts, or many tokens of one.
final class LanguageReader implements TokenSource<LanguageState> {
  /// How many tokens of a long text go on one tape.
  private static final int BLOCK = 64;

  private final LanguageModel model;
  private final PackedWeights weights;
  private final BufferPool pool;

  /// @param weights the model's, which all its readers can share
  LanguageReader(LanguageModel model, PackedWeights weights) {
    this.model = model;
    this.weights = weights;
    pool = new BufferPool(weights.kernels().precision());
  }

  /// Reads several tokens, at least one, of one text.
  Continuation<LanguageState> read(LanguageState state, int[] ids) {
    Continuation<LanguageState> last = null;
    List<LanguageState> current = List.of(state);
    for (int from = 0; from < ids.length; from += BLOCK) {
      int[] block = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BLOCK));
      last = read(current, block).getFirst();
      current = List.of(last.state());
    }
    return last;
  }

  @Override
  public List<Continuation<LanguageState>> advance(List<LanguageState> states, int[] tokens) {
    return read(states, tokens);
  }

  /// Reads `ids[T, B]` after `states[B]`.
  private List<Continuation<LanguageState>> read(List<LanguageState> states, int[] ids) {
    int rows = states.size();
    int steps = ids.length / rows;
    try (Tape tape = Tape.evaluating(weights, pool)) {
      var reading = model.read(tape, ids, rows, joined(tape, states));
      Value logits = model.logits(reading.sequence().slice(steps - 1, steps)); // [1, B, V]
      Tensor perRow = logits.data().reshape(rows, logits.shape().columns());
      List<Continuation<LanguageState>> continuations = new ArrayList<>(rows);
      for (int row = 0; row < rows; row++) {
        List<Tensor> parts = new ArrayList<>();
        for (Value part : reading.state()) {
          parts.add(part.data().slice(row, row + 1).copy());
        }
        Distribution next = Distribution.ofLogits(perRow.slice(row, row + 1).toArray());
        continuations.add(new Continuation<>(new LanguageState(List.copyOf(parts)), next));
      }
      return continuations;
    }
  }

  private List<Value> joined(Tape tape, List<LanguageState> states) {
    List<Shape> shapes = model.stateShapes(states.size());
    List<Value> joined = new ArrayList<>(shapes.size());
    for (int part = 0; part < shapes.size(); part++) {
      Tensor rows = tape.zeros(shapes.get(part));
      for (int row = 0; row < states.size(); row++) {
        List<Tensor> parts = states.get(row).parts();
        if (!parts.isEmpty()) {
          rows.slice(row, row + 1).copyFrom(parts.get(part));
        }
      }
      joined.add(tape.constant(rows));
    }
    return joined;
  }
}
