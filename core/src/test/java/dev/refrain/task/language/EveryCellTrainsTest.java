package dev.refrain.task.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sixth point of the cells' contract, for each of them and with options that draw random numbers:
/// the bits depend on the number of shards and not on the number of threads, and a model that was
/// saved and loaded has the same bits.
class EveryCellTrainsTest {
  private static final long SEED = 6;
  private static final String TEXT = "the sea was calm; the ship was not. ".repeat(40);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(CellKind.class)
  void bitsDependOnShardsAlone(CellKind cell) throws IOException {
    LanguageModel one = trained(cell, 4, 1);
    assertThat(bits(trained(cell, 4, 2))).as("threads, seed %d", SEED).isEqualTo(bits(one));
    assertThat(bits(trained(cell, 1, 1))).as("shards, seed %d", SEED).isNotEqualTo(bits(one));
    one.save(folder.resolve("model"));
    assertThat(bits(LanguageModel.load(folder.resolve("model")))).as("loaded").isEqualTo(bits(one));
  }

  private static LanguageModel trained(CellKind cell, int shards, int threads) {
    RecurrentConfig recurrent =
        RecurrentConfig.of(cell, 9, 7).withDropout(0.2).withZoneout(0.1, 0.1).withLayerNorm(true);
    var config =
        LanguageModelConfig.defaults(TextLevel.CHARACTER)
            .withRecurrent(recurrent)
            .withLength(12)
            .withBatch(6)
            .withValidation(0);
    Corpus corpus = Corpus.of("sea", TEXT, config);
    var model = LanguageModel.create(config, corpus, Rng.seeded(SEED));
    Trainer.of(new LanguageTask(model, corpus))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.01))
        .clipNorm(1)
        .steps(4)
        .shards(shards)
        .threads(threads)
        .seed(SEED)
        .run();
    return model;
  }

  private static Map<String, String> bits(LanguageModel model) {
    Map<String, String> bits = new TreeMap<>();
    for (Map.Entry<String, Tensor> entry : model.parameters().byName().entrySet()) {
      var text = new StringBuilder();
      for (float value : entry.getValue().toArray()) {
        text.append(Integer.toHexString(Float.floatToRawIntBits(value))).append(' ');
      }
      bits.put(entry.getKey(), text.toString());
    }
    return bits;
  }
}
