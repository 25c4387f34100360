package dev.refrain.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import dev.refrain.tensor.Rng;
import java.util.Locale;

/// Feeds a text in windows of a fixed length, in random order: window `i` has the tokens
/// `i·step … i·step + length − 1` as inputs, so there are `⌊(n − length − 1) / step⌋ + 1` of them.
public final class Windows implements Feed {
  /// Which positions of a window predict.
  public enum Targets {
    /// Every position predicts the token after it.
    EVERY,
    /// Only the last position predicts: the token after the window.
    LAST;

    /// The name people write: `every` or `last`.
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The constant of a name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists the known ones
    @JsonCreator
    public static Targets named(String label) {
      return Labels.find(values(), Targets::label, "kind of targets", label);
    }

    @Override
    public String toString() {
      return label();
    }
  }

  private final int[] ids;
  private final int length;
  private final int step;
  private final int batch;
  private final Targets targets;
  private final int[] order;

  /// Windows of `length` tokens that begin `step` apart, `batch` of them in a batch.
  ///
  /// @param ids the text (not copied)
  /// @throws DataException if the text is shorter than one window and the token after it
  public Windows(int[] ids, int length, int step, int batch, Targets targets) {
    if (length < 1 || step < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "windows of %d tokens, %d apart, %d in a batch; each at least 1"
              .formatted(length, step, batch));
    }
    if (ids.length < length + 1) {
      throw new DataException(
          "The text has %,d tokens, and a window of %,d needs %,d (one more to predict); use a longer text or a smaller length."
              .formatted(ids.length, length, length + 1));
    }
    this.ids = ids;
    this.length = length;
    this.step = step;
    this.batch = batch;
    this.targets = targets;
    this.order = new int[(ids.length - length - 1) / step + 1];
    inOrder();
  }

  private void inOrder() {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /// How many windows there are.
  public int count() {
    return order.length;
  }

  @Override
  public void startEpoch(Rng rng) {
    inOrder();
    rng.shuffle(order);
  }

  @Override
  public int steps() {
    return (order.length + batch - 1) / batch;
  }

  /// The last batch has what is left.
  @Override
  public int rows(int index) {
    return Math.min(batch, order.length - index * batch);
  }

  @Override
  public boolean continuous() {
    return false;
  }

  @Override
  public void fill(int index, int from, int to, IdBatch target) {
    int rows = to - from;
    boolean every = targets == Targets.EVERY;
    target.resize(length, rows, every ? length : 1);
    for (int row = 0; row < rows; row++) {
      int start = order[index * batch + from + row] * step;
      for (int t = 0; t < length; t++) {
        target.inputs()[t * rows + row] = ids[start + t];
        if (every) {
          target.targets()[t * rows + row] = ids[start + t + 1];
        }
      }
      if (!every) {
        target.targets()[row] = ids[start + length];
      }
    }
  }
}
