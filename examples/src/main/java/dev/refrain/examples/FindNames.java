package dev.refrain.examples;

import dev.refrain.data.ColumnFile;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.tagging.CharacterInput;
import dev.refrain.task.tagging.Entity;
import dev.refrain.task.tagging.Tagger;
import dev.refrain.task.tagging.Tagging;
import dev.refrain.task.tagging.TaggingConfig;
import dev.refrain.task.tagging.TaggingCorpus;
import dev.refrain.task.tagging.TaggingModel;
import dev.refrain.task.tagging.TaggingTask;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// Learns to find names from a file of tagged sentences, a word, a tab and its tag on each line.
/// Without the path of one it learns `names.conll`, and finds a person and a town that are not in it.
public final class FindNames {
  private FindNames() {}

  public static void main(String[] args) throws URISyntaxException {
    Path file =
        args.length > 0
            ? Path.of(args[0])
            : Path.of(FindNames.class.getResource("names.conll").toURI());
    var config =
        TaggingConfig.defaults()
            .withWords(TaggingConfig.defaults().words().withEmbedding(32))
            .withCharacters(CharacterInput.of(16, 16))
            .withRecurrent(RecurrentConfig.of(CellKind.LSTM, 32).bothDirections())
            .withBatch(8);
    var corpus = TaggingCorpus.of(ColumnFile.read(file, config.columns()), config);
    var model = TaggingModel.create(corpus, Rng.seeded(1));
    Trainer.of(new TaggingTask(model, corpus))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.01))
        .clipNorm(1)
        .epochs(15)
        .run();

    Tagging tagging = Tagger.of(model).tag("Konrad Zuse was born in Berlin .");
    tagging.entities().forEach(e -> System.out.println(tagging.text(e) + ": " + e.type()));
    var expected = List.of(new Entity("person", 0, 2), new Entity("place", 5, 6));
    if (args.length == 0 && !tagging.entities().equals(expected)) {
      throw new IllegalStateException("the model has not learned what a name is");
    }
  }
}
