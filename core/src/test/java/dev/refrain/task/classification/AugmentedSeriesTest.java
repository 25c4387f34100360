package dev.refrain.task.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.data.series.AugmentationConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Rng;
import dev.refrain.train.TrainResult;
import dev.refrain.train.Trainer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AugmentedSeriesTest {
  private static final AugmentationConfig CHANGED =
      new AugmentationConfig(0.9, 0.1, 0.1, 0, 0.2, 0.7);

  /// What is left of a run: its weights, and the loss of what was held out before anything moved.
  private record Run(Map<String, float[]> weights, double heldOutLoss) {}

  private static Run run(AugmentationConfig augmentation, int threads, double rate) {
    ClassificationConfig small = Toys.small(InputKind.SERIES);
    var config =
        small.withSeries(
            new SeriesConfig(small.series().scaling(), small.series().missing(), augmentation));
    var corpus = ClassificationCorpus.ofSeries(Toys.series(40, 1), Toys.series(12, 2), config);
    var model = ClassificationModel.create(config, corpus, Rng.seeded(3));
    TrainResult result =
        Trainer.of(new ClassificationTask(model, corpus))
            .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(rate))
            .seed(4)
            .shards(2)
            .threads(threads)
            .epochs(2)
            .run();
    Map<String, float[]> weights = new TreeMap<>();
    model.parameters().byName().forEach((name, w) -> weights.put(name, w.toArray()));
    return new Run(weights, result.bestLoss().orElseThrow());
  }

  @Test
  void bitsDoNotDependOnThreads() {
    Run one = run(CHANGED, 1, 0.1);
    Run two = run(CHANGED, 2, 0.1);
    Run plain = run(AugmentationConfig.NONE, 1, 0.1);
    one.weights()
        .forEach((name, w) -> assertThat(two.weights().get(name)).as(name).containsExactly(w));
    assertThat(plain.weights().get("output.weight"))
        .isNotEqualTo(one.weights().get("output.weight"));
  }

  @Test
  void whatIsHeldOutStaysAsItIs() {
    assertThat(run(CHANGED, 1, 1e-30).heldOutLoss())
        .isEqualTo(run(AugmentationConfig.NONE, 1, 1e-30).heldOutLoss());
  }
}
