package dev.refrain.data;

import dev.refrain.tensor.Rng;

/// Feeds a text as a few long streams side by side, so that the state can be carried from batch to
/// batch: with `B` rows, row `b` reads the `b`-th of `B` equal parts from start to end, `length`
/// tokens a batch. What is learned reaches back `length` steps (truncated back-propagation through
/// time), what is remembered reaches further.
///
/// A moving stream begins every epoch at another of the first `length` tokens, so that the places
/// where the way back is cut differ.
public final class TextStream implements Feed {
  private final int[] ids;
  private final int length;
  private final int batch;
  private final int slack;
  private final int part;
  private int start;

  /// Streams in which the places of the cuts differ from epoch to epoch.
  ///
  /// @param ids the text (not copied)
  /// @throws DataException if the text has not enough for one batch
  public static TextStream moving(int[] ids, int length, int batch) {
    return new TextStream(ids, length, batch, length - 1);
  }

  /// Streams that are the same in every epoch and use as much of the text as `batch` allows.
  ///
  /// @param ids the text (not copied)
  /// @throws DataException if the text has not enough for one token in each row
  public static TextStream still(int[] ids, int length, int batch) {
    return new TextStream(ids, length, batch, 0);
  }

  private TextStream(int[] ids, int length, int batch, int slack) {
    if (length < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "streams of %d tokens, %d in a batch; each at least 1".formatted(length, batch));
    }
    this.ids = ids;
    this.length = length;
    this.batch = batch;
    this.slack = slack;
    this.part = (ids.length - 1 - slack) / batch;
    long needed = slack + 1 + (long) batch * (slack == 0 ? 1 : length);
    if (ids.length < needed) {
      throw new DataException(
          "The text has %,d tokens, and %,d streams of length %,d need %,d; use a longer text, a smaller batch or a smaller length."
              .formatted(ids.length, batch, length, needed));
    }
  }

  @Override
  public void startEpoch(Rng rng) {
    start = rng.nextInt(slack + 1);
  }

  @Override
  public int steps() {
    return (part + length - 1) / length;
  }

  @Override
  public int rows(int step) {
    return batch;
  }

  @Override
  public boolean continuous() {
    return true;
  }

  /// The last batch may have fewer time steps.
  @Override
  public void fill(int step, int from, int to, IdBatch target) {
    int rows = to - from;
    int steps = Math.min(length, part - step * length);
    target.resize(steps, rows, steps);
    for (int row = 0; row < rows; row++) {
      int position = start + (from + row) * part + step * length;
      for (int t = 0; t < steps; t++) {
        target.inputs()[t * rows + row] = ids[position + t];
        target.targets()[t * rows + row] = ids[position + t + 1];
      }
    }
  }
}
