package dev.refrain.task.classification;

import dev.refrain.data.series.Augmentation;
import dev.refrain.data.series.Series;
import dev.refrain.tensor.Rng;
import java.util.Arrays;

/// A text or a series as the model reads it: token numbers, or numbers step by step.
final class Item {
  static final int UNKNOWN_LABEL = -1;

  private final int[] ids; // null for a series
  private final float[] values; // [T, F], of which some steps are read; null for a text
  private final int length;
  private final int label;

  private Item(int[] ids, float[] values, int length, int label) {
    this.ids = ids;
    this.values = values;
    this.length = length;
    this.label = label;
  }

  /// @param maximumLength how many tokens are read; 0 for all
  static Item text(int[] ids, int maximumLength, int label) {
    int[] read =
        maximumLength > 0 && ids.length > maximumLength ? Arrays.copyOf(ids, maximumLength) : ids;
    return new Item(read, null, read.length, label);
  }

  /// @param maximumLength how many steps are read; 0 for all
  static Item series(Series series, int maximumLength, int label) {
    int length = maximumLength > 0 ? Math.min(maximumLength, series.steps()) : series.steps();
    return new Item(null, series.values(), length, label);
  }

  /// A series changed for learning it once more.
  Item changed(Augmentation augmentation, Rng rng) {
    int features = augmentation.features();
    float[] read =
        values.length == length * features ? values : Arrays.copyOf(values, length * features);
    float[] changed = augmentation.apply(read, rng);
    return new Item(null, changed, changed.length / features, label);
  }

  int[] ids() {
    return ids;
  }

  float[] values() {
    return values;
  }

  /// How many steps it has; 0 if there is nothing in it.
  int length() {
    return length;
  }

  /// The number of its class, or [#UNKNOWN_LABEL].
  int label() {
    return label;
  }
}
