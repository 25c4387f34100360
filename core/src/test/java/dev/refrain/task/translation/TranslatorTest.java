package dev.refrain.task.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.data.SentencePair;
import dev.refrain.decode.BeamSearch;
import dev.refrain.decode.LengthLimits;
import dev.refrain.decode.Sampling;
import dev.refrain.decode.SequenceSampling;
import dev.refrain.decode.StepScores;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranslatorTest {
  @TempDir Path folder;

  private static TranslationModel model(TranslationConfig config) {
    return Reversals.model(config, Precision.FLOAT32);
  }

  private static List<String> sentences() {
    return Reversals.pairs(30, 6).stream().map(SentencePair::source).toList();
  }

  private static int[] source(TranslationModel model, String sentence) {
    return SourceSide.ended(model.source().encode(sentence), model.source().end());
  }

  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variantsAndHard")
  void rowsGoOnFromWhereTheyAreTold(TranslationConfig config) {
    TranslationModel model = model(config);
    List<int[]> sources =
        List.of(source(model, "ka lo mi"), source(model, "nu"), source(model, "pe ra ka lo"));
    int begin = model.target().begin();
    try (var batch = new ModelSource(model, sources, new BufferPool(Precision.FLOAT32))) {
      batch.advance(new int[] {2, 0, 1, 0}, new int[] {begin, begin, begin, begin});
      batch.advance(new int[] {1, 0, 0}, new int[] {4, 5, 3});
      StepScores shuffled = batch.advance(new int[] {2, 0}, new int[] {5, 5});
      assertAlone(model, sources.get(2), new int[] {begin, 3, 5}, shuffled, 0);
      assertAlone(model, sources.get(0), new int[] {begin, 4, 5}, shuffled, 1);
    }
  }

  private static void assertAlone(
      TranslationModel model, int[] source, int[] tokens, StepScores shuffled, int row) {
    try (var alone = new ModelSource(model, List.of(source), new BufferPool(Precision.FLOAT32))) {
      StepScores scores = null;
      for (int token : tokens) {
        scores = alone.advance(new int[] {0}, new int[] {token});
      }
      double sum = 0;
      for (int v = 0; v < scores.vocabulary(); v++) {
        assertThat(shuffled.logProbabilities()[row * scores.vocabulary() + v])
            .isCloseTo(scores.logProbabilities()[v], within(1e-5f));
        sum += Math.exp(scores.logProbabilities()[v]);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      for (int s = 0; s < shuffled.positions(); s++) {
        float expected = s < scores.positions() ? scores.attention()[s] : 0;
        assertThat(shuffled.attention()[row * shuffled.positions() + s])
            .isCloseTo(expected, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variantsAndHard")
  void translatesTheSameAfterReloading(TranslationConfig config) throws IOException {
    TranslationModel model = model(config);
    Path path = folder.resolve("toy");
    model.save(path);
    TranslationModel loaded = TranslationModel.load(path);
    assertThat(loaded.config()).isEqualTo(model.config());
    assertThat(texts(loaded, 3)).isEqualTo(texts(model, 3));
    assertThat(loaded.loss(Reversals.pairs(9, 4))).isEqualTo(model.loss(Reversals.pairs(9, 4)));
  }

  private static List<String> texts(TranslationModel model, int beam) {
    return Translator.of(model).translate(sentences(), BeamSearch.ofWidth(beam)).stream()
        .map(Translation::text)
        .toList();
  }

  @Test
  void neitherBatchNorThreadsChangeATranslation() {
    TranslationModel model = model(Reversals.config());
    List<String> expected = texts(model, 4);
    for (int batch : new int[] {1, 7}) {
      List<Translation> written =
          Translator.of(model)
              .withBatch(batch)
              .withThreads(1)
              .translate(sentences(), BeamSearch.ofWidth(4));
      assertThat(written).extracting(Translation::text).isEqualTo(expected);
    }
  }

  @Test
  void showsWhatItReadAndWroteAndWhereItLooked() {
    TranslationModel model = model(Reversals.config().withReversedSource(true));
    Translation written =
        Translator.of(model)
            .translate(
                List.of("ka lo mi"), BeamSearch.ofWidth(2).withLimits(LengthLimits.between(2, 6)))
            .getFirst();
    assertThat(written.sourceTokens()).hasSize(4);
    assertThat(written.attention()).hasDimensions(written.targetTokens().size(), 4);
    for (float[] row : written.attention()) {
      double sum = 0;
      for (float weight : row) {
        sum += weight;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void ensembleOfOneModelTwiceIsThatModel() {
    TranslationModel model = model(Reversals.config());
    List<Translation> twice =
        Translator.of(model, model).translate(sentences(), BeamSearch.ofWidth(3));
    assertThat(twice).extracting(Translation::text).isEqualTo(texts(model, 3));
  }

  @Test
  void ensembleMembersNeedTheSameTokens() {
    TranslationModel model = model(Reversals.config());
    TranslationConfig shared = Reversals.config().withSharedVocabulary(true);
    assertThatThrownBy(() -> Translator.of(model, model(shared)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model 2 of the ensemble");
    assertThatThrownBy(() -> Translator.of(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void drawsTheSameWithTheSameSeed() {
    TranslationModel model = model(Reversals.config());
    var sampling = new SequenceSampling(Sampling.temperature(1), LengthLimits.DEFAULT);
    Translator translator = Translator.of(model);
    assertThat(translator.sample(sentences(), sampling, Rng.seeded(1)).toString())
        .isEqualTo(translator.withBatch(4).sample(sentences(), sampling, Rng.seeded(1)).toString())
        .isNotEqualTo(translator.sample(sentences(), sampling, Rng.seeded(2)).toString());
  }

  @Test
  void emptySentencesAndUnknownWordsAreTranslatedToo() {
    Translator translator = Translator.of(model(Reversals.config()));
    assertThat(translator.translate(List.of("", "zzz ka"), BeamSearch.ofWidth(2))).hasSize(2);
    assertThat(translator.translate(List.of(), BeamSearch.ofWidth(2))).isEmpty();
  }

  @Test
  void refusesFoldersThatAreNoTranslationModel() throws IOException {
    Path path = folder.resolve("toy");
    model(Reversals.config()).save(path);
    Path json = path.resolve("model.json");
    String good = Files.readString(json);
    Files.writeString(json, good.replace("\"translation\"", "\"tagging\""));
    assertThatThrownBy(() -> TranslationModel.load(path)).hasMessageContaining("for tagging");
    Files.writeString(json, good.replace("\"bridge\"", "\"brigde\""));
    assertThatThrownBy(() -> TranslationModel.load(path)).hasMessageContaining("no key 'brigde'");
    Files.writeString(json, good);
    Files.delete(path.resolve("vocabulary.target.txt"));
    assertThatThrownBy(() -> TranslationModel.load(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("vocabulary.target.txt");
  }
}
