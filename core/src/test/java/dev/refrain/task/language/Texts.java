package dev.refrain.task.language;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Rng;
import java.util.List;

/// A small text, and small models of it with random weights.
final class Texts {
  static final String SEA =
      """
      The old ship sailed at dawn. "Don't you hear the whale?" asked the mate -- a tall man.
      The whale! The white whale was near the ship, and the men were afraid of the whale.

      Then the captain said: keep her steady, men; the sea is wide, and the whale is old. 🐋
      """;

  private Texts() {}

  /// A model with large random weights, so that its states and probabilities differ much.
  static LanguageModel model(LanguageModelConfig config, long seed) {
    LanguageModel model =
        LanguageModel.create(config, Corpus.of("sea", SEA, config), Rng.seeded(seed));
    Rng rng = Rng.seeded(seed).split("weights");
    model
        .parameters()
        .byName()
        .values()
        .forEach(
            weight -> {
              for (int i = 0; i < weight.shape().size(); i++) {
                weight.set(i, 0.6 * rng.nextGaussian());
              }
            });
    return model;
  }

  static LanguageModelConfig characters() {
    return LanguageModelConfig.defaults(TextLevel.CHARACTER).withHidden(9).withLength(10);
  }

  static LanguageModelConfig words() {
    return LanguageModelConfig.defaults(TextLevel.WORD)
        .withHidden(9)
        .withEmbedding(5)
        .withLength(6)
        .withWords(1, 1000);
  }

  static Tape evaluating() {
    return Tape.evaluating(
        ReferenceKernels.float32(), new BufferPool(ReferenceKernels.float32().precision()));
  }

  /// −log p of each token of a text after the first, all read in one go; 0 for one without a number.
  static double[] losses(LanguageModel model, int[] ids) {
    try (Tape tape = evaluating()) {
      var reading = model.read(tape, ids, 1, List.of());
      float[] logits = model.logits(reading.sequence()).data().toArray();
      int size = model.vocabulary().size();
      double[] losses = new double[ids.length - 1];
      for (int t = 0; t < losses.length; t++) {
        double sum = 0;
        for (int id = 0; id < size; id++) {
          sum += Math.exp(logits[t * size + id]);
        }
        losses[t] = ids[t + 1] < 0 ? 0 : Math.log(sum) - logits[t * size + ids[t + 1]];
      }
      return losses;
    }
  }
}
