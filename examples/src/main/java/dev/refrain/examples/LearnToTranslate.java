package dev.refrain.examples;

import dev.refrain.data.PairFile;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.task.translation.Translator;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// Learns to translate from a file of sentence pairs, a sentence, a tab and its translation on each
/// line. Without the path of one it learns `sentences.tsv`, which has 139 pairs but not "the cat is
/// black", and translates that.
public final class LearnToTranslate {
  private LearnToTranslate() {}

  public static void main(String[] args) throws URISyntaxException {
    Path file = args.length > 0 ? Path.of(args[0]) : resource("sentences.tsv");
    var config =
        TranslationConfig.defaults()
            .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(10_000, 1))
            .withLayers(CellKind.GRU, List.of(64))
            .withEmbedding(32)
            .withBatch(8);
    var corpus = TranslationCorpus.of("pairs", PairFile.readTabbed(file).pairs(), config);
    var model = TranslationModel.create(config, corpus, Rng.seeded(1));
    Trainer.of(new TranslationTask(model, corpus))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.005))
        .clipNorm(1)
        .epochs(30)
        .run();

    String sentence = args.length > 1 ? args[1] : "the cat is black";
    String translation = Translator.of(model).translate(sentence);
    System.out.println(sentence + " → " + translation);
    if (args.length == 0 && !translation.equals("le chat est noir")) {
      throw new IllegalStateException("the model has not learned to translate");
    }
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(LearnToTranslate.class.getResource(name).toURI());
  }
}
