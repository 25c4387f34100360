package dev.refrain.examples;

import dev.refrain.data.ColumnFile;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
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

/// Learns to find names from a file of tagged sentences, a word, a tab and its tag on each line.
/// Without the path of one it learns `names.conll`, and finds two people that are not in it.
public final class FindNames {
  private FindNames() {}

  public static void main(String[] args) throws URISyntaxException {
    Path file =
        args.length > 0
            ? Path.of(args[0])
            : Path.of(FindNames.class.getResource("names.conll").toURI());
    TaggingConfig config = TaggingConfig.defaults();
    var corpus = TaggingCorpus.of(ColumnFile.read(file, config.columns()), config);
    var model = TaggingModel.create(corpus, Rng.seeded(1));
    Trainer.of(new TaggingTask(model, corpus))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.005))
        .clipNorm(1)
        .epochs(15)
        .run();

    Tagging tagging = Tagger.of(model).tag("Konrad Zuse met Noether in Vienna .");
    tagging.entities().forEach(e -> System.out.println(tagging.text(e) + ": " + e.type()));
    if (args.length == 0
        && tagging.entities().stream().filter(e -> e.type().equals("person")).count() != 2) {
      throw new IllegalStateException("the model has not learned what a name is");
    }
  }
}
