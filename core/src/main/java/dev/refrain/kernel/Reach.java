package dev.refrain.kernel;

import java.util.Arrays;

/// Which steps of a batch of sequences each of R rows looks at: row r at the steps `0 …
/// length(r)-1` of sequence `sequence(r)`. The sequences are time-major, `[S·B, F]`, so step s of
/// sequence b is their row `s · B + b`.
public final class Reach {
  private final int batch;
  private final int[] sequences;
  private final int[] lengths;
  private final int longest;

  private Reach(int batch, int[] sequences, int[] lengths) {
    this.batch = batch;
    this.sequences = sequences;
    this.lengths = lengths;
    longest = Arrays.stream(lengths).max().orElse(0);
  }

  /// Row b looks at sequence b.
  ///
  /// @param lengths of the sequences, B of them
  /// @throws IllegalArgumentException if a length is not positive: there would be nothing to see
  public static Reach of(int[] lengths) {
    int[] sequences = new int[lengths.length];
    Arrays.setAll(sequences, b -> b);
    return of(lengths, sequences);
  }

  /// Row r looks at the sequence `sequences[r]`; many rows may look at one.
  ///
  /// @param lengths of the sequences, B of them
  /// @throws IllegalArgumentException if a length is not positive: there would be nothing to see
  /// @throws IndexOutOfBoundsException if a row names no sequence
  public static Reach of(int[] lengths, int[] sequences) {
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] < 1) {
        throw new IllegalArgumentException(
            "sequence %d has length %d; attention needs at least one step to look at"
                .formatted(b, lengths[b]));
      }
    }
    int[] seen = new int[sequences.length];
    for (int r = 0; r < seen.length; r++) {
      if (sequences[r] < 0 || sequences[r] >= lengths.length) {
        throw new IndexOutOfBoundsException(
            "row %d looks at sequence %d, it must be in 0 … %d"
                .formatted(r, sequences[r], lengths.length - 1));
      }
      seen[r] = lengths[sequences[r]];
    }
    return new Reach(lengths.length, sequences.clone(), seen);
  }

  /// The same rows `times` times over: row `t · R + r` looks where row r does here.
  public Reach repeated(int times) {
    int rows = rows();
    int[] manySequences = new int[times * rows];
    int[] manyLengths = new int[times * rows];
    for (int t = 0; t < times; t++) {
      System.arraycopy(sequences, 0, manySequences, t * rows, rows);
      System.arraycopy(lengths, 0, manyLengths, t * rows, rows);
    }
    return new Reach(batch, manySequences, manyLengths);
  }

  /// How many rows look: R.
  public int rows() {
    return sequences.length;
  }

  /// How many sequences there are: B.
  public int batch() {
    return batch;
  }

  /// The sequence that a row looks at.
  public int sequence(int row) {
    return sequences[row];
  }

  /// How many steps of it.
  public int length(int row) {
    return lengths[row];
  }

  /// The greatest length of any row, 0 without rows.
  public int longest() {
    return longest;
  }

  @Override
  public String toString() {
    return "%d rows looking at %d sequences, %d steps at most".formatted(rows(), batch, longest);
  }
}
