package dev.refrain.nn.readout;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.attention.Attention;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// Makes one vector of the outputs `y[T,B,F]` of recurrent layers, of the valid steps alone: padding
/// changes nothing, and its gradient is exactly zero.
///
/// - last: `y[length−1]`; of two directions, the forward half of it, and the backward half of `y[0]`,
///   where that direction has read everything;
/// - mean, max: over the steps, unit by unit;
/// - attention: `Σ_s a_s · y_s` with `a = softmax(v · tanh(W·y_s + b + q))`, W `[A,F]` and v, b, q
///   `[A]` (Yang et al. 2016, who compare with v without q): additive [Attention] whose query is
///   learned instead of given.
public final class Readout {
  private final ReadoutKind kind;
  private final int width;
  private final int forwardWidth;
  private final Attention attention; // null unless that is the kind

  private Readout(ReadoutKind kind, int width, int forwardWidth, Attention attention) {
    this.kind = kind;
    this.width = width;
    this.forwardWidth = forwardWidth;
    this.attention = attention;
  }

  /// Makes a readout of the layers' outputs. Only attention has parameters: `query.weight`,
  /// `key.weight`, `key.bias` and `score`.
  ///
  /// @param attentionSize A, the width in which attention compares; 0 for that of the outputs
  public static Readout create(
      ReadoutKind kind, Parameters.Scope scope, Recurrent layers, int attentionSize) {
    int width = layers.outputSize();
    Attention attention =
        kind == ReadoutKind.ATTENTION
            ? Attention.create(
                AttentionKind.ADDITIVE, scope, 1, width, attentionSize == 0 ? width : attentionSize)
            : null;
    return new Readout(kind, width, forwardWidth(layers.config(), width), attention);
  }

  /// How many of the outputs are of the forward direction alone; dense layers behind the last
  /// recurrent one mix both, and leave none that reads backwards.
  private static int forwardWidth(RecurrentConfig layers, int width) {
    return layers.bidirectional() && layers.outputDepth() == 0 ? layers.hidden().getLast() : width;
  }

  public ReadoutKind kind() {
    return kind;
  }

  /// What is read out of a batch.
  ///
  /// @param vector `[B, F]`
  /// @param weights `[B, T]`, how much each step counts, exactly 0 in padding; null unless the kind
  ///     is attention
  public record Reading(Value vector, Value weights) {}

  /// Reads out a batch.
  ///
  /// @param sequence `[T, B, F]`
  /// @param lengths of the B sequences, at least 1; null if all have T steps
  /// @throws IllegalArgumentException if the shapes do not fit
  public Reading apply(Value sequence, int[] lengths) {
    if (sequence.shape().columns() != width) {
      throw new IllegalArgumentException(
          "the outputs are %s, expected [T, B, %d]".formatted(sequence.shape(), width));
    }
    return switch (kind) {
      case LAST -> new Reading(last(sequence, lengths), null);
      case MEAN -> new Reading(Sequences.meanOverValid(sequence, lengths), null);
      case MAX -> new Reading(Sequences.maxOverValid(sequence, lengths), null);
      case ATTENTION -> {
        Attention.Look look = attention.look(attention.remember(sequence, lengths), ones(sequence));
        yield new Reading(look.context(), look.weights());
      }
    };
  }

  private Value last(Value sequence, int[] lengths) {
    Value last = Sequences.lastValid(sequence, lengths);
    return forwardWidth == width
        ? last
        : Join.columns(
            List.of(last.columns(0, forwardWidth), sequence.at(0).columns(forwardWidth, width)));
  }

  /// The query `[B, 1]` that gives all rows the first column of the query's weights.
  private static Value ones(Value sequence) {
    Tape tape = sequence.tape();
    Kernels kernels = tape.kernels();
    Tensor ones = tape.allocate(Shape.of(sequence.shape().extent(1), 1));
    kernels.fill(Matrix.of(ones), 1);
    return tape.constant(ones);
  }
}
