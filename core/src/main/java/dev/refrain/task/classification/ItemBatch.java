package dev.refrain.task.classification;

import dev.refrain.data.series.Augmentation;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Items side by side, B of them, padded to the T steps of the longest. One that is empty is read as
/// a single step of zeros, so that the model answers what it holds without evidence.
final class ItemBatch {
  private final List<Item> items;
  private final int steps;
  private final int[] lengths;
  private final int[] labels;

  ItemBatch(List<Item> items) {
    this.items = items;
    lengths = new int[items.size()];
    labels = new int[items.size()];
    int longest = 1;
    for (int row = 0; row < lengths.length; row++) {
      lengths[row] = Math.max(1, items.get(row).length());
      labels[row] = items.get(row).label();
      longest = Math.max(longest, lengths[row]);
    }
    steps = longest;
  }

  /// The series changed for learning them once more, each with random numbers of its own.
  ItemBatch changed(Augmentation augmentation, Rng rng) {
    List<Item> changed = new ArrayList<>(items.size());
    for (int row = 0; row < items.size(); row++) {
      changed.add(items.get(row).changed(augmentation, rng.split(row)));
    }
    return new ItemBatch(changed);
  }

  /// B
  int rows() {
    return lengths.length;
  }

  /// T
  int steps() {
    return steps;
  }

  /// `[B]`, at least 1
  int[] lengths() {
    return lengths;
  }

  /// `[B]`
  int[] labels() {
    return labels;
  }

  /// The token numbers `[T, B]` of texts, −1 in padding.
  int[] ids() {
    int rows = rows();
    int[] ids = new int[steps * rows];
    Arrays.fill(ids, -1);
    for (int row = 0; row < rows; row++) {
      int[] read = items.get(row).ids();
      for (int t = 0; t < read.length; t++) {
        ids[t * rows + row] = read[t];
      }
    }
    return ids;
  }

  /// The numbers `[T, B, F]` of series, 0 in padding.
  float[] values(int features) {
    int rows = rows();
    float[] values = new float[Math.multiplyExact(steps * rows, features)];
    for (int row = 0; row < rows; row++) {
      Item item = items.get(row);
      for (int t = 0; t < item.length(); t++) {
        System.arraycopy(
            item.values(), t * features, values, (t * rows + row) * features, features);
      }
    }
    return values;
  }
}
