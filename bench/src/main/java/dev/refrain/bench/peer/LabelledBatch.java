package dev.refrain.bench.peer;

import java.util.Arrays;

/// Token numbers of some sequences side by side with their labels, padded with 0: position
/// `t * rows + b` is step `t` of sequence `b`.
///
/// @param lengths of the B sequences, falling
/// @param ids `[T,B]`
/// @param labels `[B]` if each sequence has one, `[T,B]` if each step has one
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelledBatch(int[] lengths, int[] ids, int[] labels) {

  /// B.
  int rows() {
    return lengths.length;
  }

  /// T.
  int steps() {
    return lengths[0];
  }

  /// Whether all sequences have T steps.
  boolean full() {
    return lengths[rows() - 1] == steps();
  }

  /// From which position each step comes when every sequence is turned round, its padding left
  /// where it is.
  int[] turning() {
    int[] from = new int[ids.length];
    Arrays.setAll(
        from,
        at -> {
          int t = at / rows();
          int row = at % rows();
          return t < lengths[row] ? (lengths[row] - 1 - t) * rows() + row : at;
        });
    return from;
  }

  /// Whether a position is padding, `[T,B]`.
  boolean[] padding() {
    boolean[] padding = new boolean[ids.length];
    for (int at = 0; at < padding.length; at++) {
      padding[at] = at / rows() >= lengths[at % rows()];
    }
    return padding;
  }
}
