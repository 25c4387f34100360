package dev.refrain.task.classification;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import java.util.List;
import java.util.Map;

/// What a model makes of items before its recurrent layers see them.
sealed interface ItemInput permits TextInput, SeriesInput {
  /// The width of what the layers read, I.
  int width();

  /// The steps of a batch, `[T, B, I]`.
  Value apply(Tape tape, ItemBatch batch);

  /// The files of a model's folder that it needs: lines by name.
  Map<String, List<String>> files();
}
