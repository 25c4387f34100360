package dev.refrain.task.classification;

import dev.refrain.data.LabelledText;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/// Small data that a classifier can learn: texts in which one word decides, series that rise or fall.
final class Toys {
  private static final List<String> FILLERS =
      List.of("the", "film", "was", "a", "very", "long", "one", "indeed");

  private Toys() {}

  static List<LabelledText> texts(int count, long seed) {
    Rng rng = Rng.seeded(seed);
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean good = i % 2 == 0;
      List<String> words = new ArrayList<>();
      int length = 1 + rng.nextInt(9);
      for (int w = 0; w < length; w++) {
        words.add(FILLERS.get(rng.nextInt(FILLERS.size())));
      }
      words.set(rng.nextInt(length), good ? "moving" : "dull");
      texts.add(new LabelledText(String.join(" ", words), good ? "good" : "bad"));
    }
    return texts;
  }

  /// Three classes of two features: the first feature rises, falls, or stays; the second is noise.
  static SeriesSet series(int count, long seed) {
    Rng rng = Rng.seeded(seed);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int slope = i % 3 - 1;
      int steps = 4 + rng.nextInt(9);
      float[] values = new float[2 * steps];
      for (int t = 0; t < steps; t++) {
        values[2 * t] = (float) (100 + 10 * slope * t + rng.nextGaussian());
        values[2 * t + 1] = (float) rng.nextGaussian();
      }
      series.add(
          new Series(values, 2, List.of("falls", "stays", "rises").get(i % 3), null, "#" + i));
    }
    return new SeriesSet("slopes", List.of("height", "noise"), series);
  }

  /// With few units.
  static ClassificationConfig small(InputKind input) {
    ClassificationConfig config =
        ClassificationConfig.defaults(input)
            .withRecurrent(RecurrentConfig.of(CellKind.GRU, 8).bothDirections())
            .withBatch(8);
    return input == InputKind.TEXT ? config.withEmbedding(6) : config;
  }
}
