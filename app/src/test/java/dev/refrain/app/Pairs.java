package dev.refrain.app;

import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import dev.refrain.task.translation.TranslationModel;
import dev.refrain.task.translation.TranslationTask;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Small sentence pairs and translation models for tests.
final class Pairs {
  private static final List<String> NOUNS =
      List.of("cat chat", "dog chien", "bird oiseau", "horse cheval", "wolf loup", "lion lion");
  private static final List<String> COLOURS =
      List.of("black noir", "white blanc", "green vert", "grey gris", "red rouge");

  /// A model so small that an epoch takes no time, on all options that a test does not care about.
  private static final Map<String, String> TINY =
      Map.of(
          "--unit",
          "word",
          "--minimum-count",
          "1",
          "--hidden",
          "6",
          "--embedding",
          "8",
          "--batch",
          "4",
          "--shards",
          "2",
          "--epochs",
          "2");

  private Pairs() {}

  /// Thirty pairs: `the black cat .` and `le chat noir .`
  static List<SentencePair> all() {
    var pairs = new ArrayList<SentencePair>();
    for (String noun : NOUNS) {
      for (String colour : COLOURS) {
        String[] n = noun.split(" ");
        String[] c = colour.split(" ");
        pairs.add(
            new SentencePair(
                "The %s %s.".formatted(c[0], n[0]), "Le %s %s.".formatted(n[1], c[1])));
      }
    }
    return pairs;
  }

  /// Writes them as lines with a tab.
  static Path write(Path folder, String name) {
    var text = new StringBuilder();
    all().forEach(p -> text.append(p.source()).append('\t').append(p.target()).append('\n'));
    try {
      return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `train translation` with a tiny model, but for what `more` says.
  static Refrain training(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "translation", "--out", out.toString()));
    List<String> others = List.of(more);
    TINY.forEach(
        (option, value) -> {
          if (!others.contains(option)) {
            words.addAll(List.of(option, value));
          }
        });
    words.addAll(others);
    return Refrain.command(words.toArray(String[]::new));
  }

  /// What the models are like.
  static TranslationConfig config(AttentionKind attention) {
    return TranslationConfig.defaults()
        .withTokens(TokenConfig.defaults(TokenUnit.WORD).withVocabulary(100, 1))
        .withLayers(CellKind.GRU, List.of(24))
        .withAttention(attention)
        .withEmbedding(16)
        .withDropout(0, 0)
        .withBatch(10)
        .withValidation(0);
  }

  /// A folder with a model that has learned the pairs by heart.
  static Path model(Path folder, AttentionKind attention, long seed) {
    return model(folder, all(), config(attention), seed, 40);
  }

  /// A folder with a model that has learned for so many epochs; 0 for one that knows nothing.
  static Path model(
      Path folder, List<SentencePair> pairs, TranslationConfig config, long seed, int epochs) {
    var corpus = TranslationCorpus.of("pairs", pairs, config);
    var model = TranslationModel.create(config, corpus, Rng.seeded(seed));
    if (epochs > 0) {
      Trainer.of(new TranslationTask(model, corpus))
          .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW).withRate(0.02))
          .epochs(epochs)
          .shards(1)
          .threads(1)
          .run();
    }
    try {
      model.save(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
