package dev.refrain.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.ColumnFile;
import dev.refrain.data.DataException;
import dev.refrain.data.TaggedSentence;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TaggingModelTest {
  private static final long SEED = 2016;
  @TempDir Path folder;

  /// Names are words that end in "us" and, behind them, those that end in "ia": only characters tell
  /// a new one.
  private static ColumnFile sentences(int count, long seed) {
    Rng rng = Rng.seeded(seed);
    List<TaggedSentence> sentences = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      List<String> words = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      for (int t = 2 + rng.nextInt(4); t > 0; t--) {
        words.add(stem(rng));
        tags.add("O");
        if (rng.nextDouble() < 0.4) {
          words.add(stem(rng) + "us");
          tags.add("B-per");
          if (rng.nextDouble() < 0.5) {
            words.add(stem(rng) + "ia");
            tags.add("I-per");
          }
        }
      }
      sentences.add(TaggedSentence.of(words, tags));
    }
    return ColumnFile.of("names", sentences);
  }

  private static String stem(Rng rng) {
    StringBuilder stem = new StringBuilder();
    for (int i = 1 + rng.nextInt(3); i > 0; i--) {
      stem.append("bdfgklm".charAt(rng.nextInt(7))).append("aeo".charAt(rng.nextInt(3)));
    }
    return stem.toString();
  }

  private static TaggingConfig config(TagOutput output) {
    return TaggingConfig.defaults()
        .withWords(new WordInput(6, 1, 1000, true, true, 0.2))
        .withCharacters(CharacterInput.of(5, 7))
        .withRecurrent(RecurrentConfig.of(CellKind.GRU, 8).bothDirections())
        .withOutput(output, true)
        .withDropout(0.1, 0.1)
        .withBatch(5);
  }

  @ParameterizedTest
  @EnumSource
  void gradientIsThatOfDifferences(TagOutput output) {
    TaggingConfig config = config(output).withScheme(null, TagScheme.IOBES);
    TaggingCorpus corpus = TaggingCorpus.of(sentences(12, SEED), config);
    TaggingModel model = TaggingModel.create(corpus, Precision.FLOAT64, Rng.seeded(SEED));
    TaggingTask task = new TaggingTask(model, corpus);
    GradientCheck.Result result =
        GradientCheck.sampled(
            (tape, values) -> task.loss(tape, 0, new Shard(0, 1)).sum(),
            List.copyOf(model.parameters().byName().values()),
            12,
            SEED);
    assertThat(result.within(1e-6)).as("%s: %s", output, result).isTrue();
  }

  private static TaggingModel learned(TaggingCorpus corpus, int threads) {
    TaggingModel model = TaggingModel.create(corpus, Rng.seeded(SEED));
    Trainer.of(new TaggingTask(model, corpus))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.02))
        .clipNorm(1)
        .epochs(12)
        .shards(2)
        .threads(threads)
        .seed(SEED)
        .run();
    return model;
  }

  @Test
  void newNamesAreFoundByTheirCharactersWithTheSameBitsOnAnyThreads() throws IOException {
    TaggingCorpus corpus = TaggingCorpus.of(sentences(60, SEED), config(TagOutput.CRF));
    TaggingModel model = learned(corpus, 2);
    List<TaggedSentence> others = sentences(40, SEED + 1).sentences();
    List<List<String>> words = others.stream().map(TaggedSentence::words).toList();
    List<Tagging> taggings = Tagger.of(model).withProbabilities().tag(words);
    TaggingScores scores = TaggingScores.of(others, taggings.stream().map(Tagging::tags).toList());
    assertThat(scores.all().f1()).as("seed %d", SEED).isGreaterThan(0.9);
    assertThat(taggings.getFirst().probabilities())
        .hasSameSizeAs(words.getFirst())
        .allMatch(p -> p > 0 && p <= 1 + 1e-6);

    TaggingModel again = learned(corpus, 1);
    model
        .parameters()
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(again.parameters().byName().get(name).toArray())
                    .as(name)
                    .isEqualTo(tensor.toArray()));

    model.save(folder.resolve("model"));
    TaggingModel loaded = TaggingModel.load(folder.resolve("model"));
    assertThat(loaded.config()).isEqualTo(model.config());
    assertThat(Tagger.of(loaded).withBatch(3).withThreads(1).tag(words).stream().map(Tagging::tags))
        .isEqualTo(taggings.stream().map(Tagging::tags).toList());
  }

  @Test
  void sentencesDoNotDependOnThoseBesideThem() {
    TaggingCorpus corpus = TaggingCorpus.of(sentences(20, SEED), config(TagOutput.CRF));
    TaggingModel model = TaggingModel.create(corpus, Precision.FLOAT64, Rng.seeded(SEED));
    SurfaceForms forms = model.surfaceForms();
    List<EncodedSentence> encoded =
        corpus.training().stream()
            .sorted((a, b) -> b.words().size() - a.words().size())
            .map(s -> model.encode(s.words(), s.tags(), forms))
            .toList();
    try (Tape tape =
        Tape.evaluating(ReferenceKernels.float64(), new BufferPool(Precision.FLOAT64))) {
      Tensor together = model.emissions(tape, new TaggedBatch(encoded, forms)).data();
      int rows = encoded.size();
      int tags = model.tags().size();
      for (int row = 0; row < rows; row++) {
        Tensor alone =
            model.emissions(tape, new TaggedBatch(List.of(encoded.get(row)), forms)).data();
        for (int t = 0; t < encoded.get(row).length(); t++) {
          for (int k = 0; k < tags; k++) {
            assertThat(together.get((t * rows + row) * tags + k))
                .isCloseTo(alone.get(t * tags + k), within(1e-12));
          }
        }
      }
    }
  }

  /// With a softmax nothing of what follows can change a tag, so the two must agree.
  @Test
  void sessionTagsAsTheTaggerDoes() {
    TaggingConfig config =
        config(TagOutput.SOFTMAX)
            .withOutput(TagOutput.SOFTMAX, false)
            .withRecurrent(RecurrentConfig.of(CellKind.LSTM, 8));
    TaggingCorpus corpus = TaggingCorpus.of(sentences(30, SEED), config);
    TaggingModel model = learned(corpus, 2);
    TaggingSession session = model.openSession();
    for (TaggedSentence sentence : sentences(10, SEED + 1).sentences()) {
      session.reset();
      Tagging tagging =
          Tagger.of(model).withProbabilities().tag(List.of(sentence.words())).getFirst();
      TaggingSession.State before = null;
      for (int i = 0; i < sentence.words().size(); i++) {
        before = session.snapshot();
        assertThat(session.push(sentence.words().get(i))).isEqualTo(tagging.tags().get(i));
        assertThat(session.probability()).isCloseTo(tagging.probabilities().get(i), within(1e-5));
      }
      TaggingSession fork = session.fork();
      fork.rewind(before);
      fork.push(sentence.words().getLast());
      assertThat(fork.probability()).isEqualTo(session.probability());
      assertThat(fork.push("bo")).isEqualTo(session.push("bo"));
    }
  }

  @Test
  void emptySentencesHaveNoTags() {
    TaggingCorpus corpus = TaggingCorpus.of(sentences(20, SEED), config(TagOutput.SOFTMAX));
    Tagger tagger = Tagger.of(TaggingModel.create(corpus, Rng.seeded(SEED)));
    assertThat(tagger.tag(List.of(List.of(), List.of("ba", "\uD800")))).hasSize(2);
    assertThat(tagger.tag("  ").words()).isEmpty();
    assertThat(tagger.tag(List.of(List.of(), List.of("ba"))).getLast().tags()).hasSize(1);
  }

  @Test
  void tagsAreWrittenInTheSchemeOfTheData() {
    TaggingConfig config = config(TagOutput.CRF).withScheme(null, TagScheme.IOBES);
    TaggingCorpus corpus = TaggingCorpus.of(sentences(30, SEED), config);
    assertThat(corpus.tags().tokens()).contains("S-per", "E-per");
    TaggingModel model = learned(corpus, 2);
    List<List<String>> words =
        sentences(20, SEED + 2).sentences().stream().map(TaggedSentence::words).toList();
    for (Tagging tagging : Tagger.of(model).tag(words)) {
      assertThat(TagScheme.IOB2.firstBreak(tagging.tags())).isEqualTo(-1);
    }
  }

  @Test
  void tagsThatTrainingDoesNotHaveAreNamed() {
    ColumnFile training = sentences(10, SEED);
    ColumnFile other =
        ColumnFile.of(
            "dev",
            List.of(new TaggedSentence(List.of("ba", "X"), List.of("O", "B-org"), List.of(4, 5))));
    TaggingConfig config = config(TagOutput.CRF);
    assertThatThrownBy(() -> TaggingCorpus.of(training, other, config))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "dev, line 5 has the tag 'B-org', which the training data do not have; say"
                + " --unseen-tags to count it as missed.");
    TaggingCorpus corpus = TaggingCorpus.of(training, other, config.withUnseenTags(true));
    TaggingModel model = TaggingModel.create(corpus, Rng.seeded(SEED));
    TaggingTask task = new TaggingTask(model, corpus);
    try (Tape tape =
        Tape.evaluating(ReferenceKernels.float32(), new BufferPool(Precision.FLOAT32))) {
      assertThat(task.validationLoss(tape, 0, new Shard(0, 1)).count()).isGreaterThan(0);
    }
    assertThatThrownBy(
            () ->
                TaggingCorpus.of(
                    ColumnFile.of(
                        "one", List.of(TaggedSentence.of(List.of("a", "b"), List.of("O", "O")))),
                    config.withValidation(0)))
        .hasMessageContaining("the same tag, 'O'");
  }

  @Test
  void longWordsAreReadWithoutTheirMiddle() {
    TaggingCorpus corpus = TaggingCorpus.of(sentences(20, SEED), config(TagOutput.CRF));
    var forms = new SurfaceForms(corpus.vocabularies().characters(), 4);
    int[] cut = forms.spelling(forms.number("bakedo"));
    int[] whole = forms.spelling(forms.number("bado"));
    assertThat(cut).isEqualTo(whole);
    assertThat(Arrays.stream(cut).allMatch(c -> c >= 0)).isTrue();
    assertThat(forms.size()).isEqualTo(2);
  }

  @Test
  void foldedWordsAreOne() {
    WordInput words = new WordInput(6, 1, 1000, true, true, 0);
    assertThat(words.normalized("Room-42B")).isEqualTo("room-00b");
    assertThat(words.withFolding(false, false).normalized("Room-42B")).isEqualTo("Room-42B");
  }
}
