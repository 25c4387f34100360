package dev.refrain.task.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.DataException;
import dev.refrain.data.EncodedText;
import dev.refrain.decode.Sampling;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageModelTest {
  @TempDir Path folder;

  private static LanguageModel model(TextLevel level) {
    LanguageModelConfig config =
        switch (level) {
          case CHARACTER -> Texts.characters();
          case WORD -> Texts.words().withTied(true);
        };
    return Texts.model(config, 3);
  }

  @ParameterizedTest
  @EnumSource
  void writesTheSameAfterReloading(TextLevel level) throws IOException {
    LanguageModel model = model(level);
    Path path = folder.resolve("sea");
    model.save(path);
    LanguageModel loaded = LanguageModel.load(path);
    assertThat(loaded.config()).isEqualTo(model.config());
    assertThat(loaded.vocabulary()).isEqualTo(model.vocabulary());
    assertThat(loaded.data()).isEqualTo(model.data());
    Sampling sampling = Sampling.temperature(0.8).withNucleus(0.9);
    assertThat(loaded.generate("The ", sampling, 60, Rng.seeded(9)))
        .isEqualTo(model.generate("The ", sampling, 60, Rng.seeded(9)))
        .isNotEqualTo(model.generate("The ", sampling, 60, Rng.seeded(10)))
        .isNotEmpty();
    assertThat(loaded.evaluate(Texts.SEA)).isEqualTo(model.evaluate(Texts.SEA));
  }

  @Test
  void refusesFoldersThatAreNoModelOfLanguage() throws IOException {
    Path path = folder.resolve("sea");
    LanguageModel model = model(TextLevel.CHARACTER);
    model.save(path);
    assertThatThrownBy(() -> model.save(path)).hasMessageContaining("already holds a model");
    assertThatThrownBy(() -> LanguageModel.load(folder.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such model folder");
    Path json = path.resolve("model.json");
    String good = Files.readString(json);
    assertBad(path, good.replace("\"language\"", "\"tagging\""), "a model for tagging");
    assertBad(path, good.replace("\"length\"", "\"lenght\""), "no key 'lenght'; known are level");
    assertBad(path, good.replace("\"length\" : 10", "\"length\" : 0"), "length is 0");
    assertBad(path, good.replace("[ 9 ]", "[ 8 ]"), "the configuration needs");
    assertBad(path, good.replace("[ 9 ]", "[ 20000 ]"), "the configuration needs"); // 6 GB
    Files.writeString(json, good);
    Path vocabulary = path.resolve("vocabulary.txt");
    String lines = Files.readString(vocabulary);
    Files.writeString(vocabulary, lines.substring(0, lines.length() - 1));
    assertThatThrownBy(() -> LanguageModel.load(path)).isInstanceOf(IOException.class);
    Files.writeString(vocabulary, lines.substring(lines.indexOf('\n') + 1));
    assertThatThrownBy(() -> LanguageModel.load(path)).hasMessageContaining("the configuration");
    Files.writeString(vocabulary, lines + "\\q\n");
    assertThatThrownBy(() -> LanguageModel.load(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unknown escape");
  }

  private static void assertBad(Path path, String json, String message) throws IOException {
    Files.writeString(path.resolve("model.json"), json);
    assertThatThrownBy(() -> LanguageModel.load(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /// The slow twin reads the whole text in one go, with one state from start to end.
  @ParameterizedTest
  @EnumSource
  void evaluationIsThatOfOneLongReading(TextLevel level) {
    LanguageModel model = model(level);
    String text = Texts.SEA.repeat(level == TextLevel.CHARACTER ? 15 : 60);
    EncodedText encoded = model.codec().encode(text);
    double expected = Arrays.stream(Texts.losses(model, encoded.ids())).sum();
    Evaluation evaluation = model.evaluate(text);
    assertThat(evaluation.predictions()).isEqualTo(encoded.tokens() - 1);
    assertThat(evaluation.predictions()).isGreaterThan(3 * Evaluation.STRETCH);
    assertThat(evaluation.characters())
        .isEqualTo(text.codePointCount(0, text.length()) - (level == TextLevel.CHARACTER ? 1 : 3));
    assertThat(evaluation.nats()).isCloseTo(expected, within(2e-3 * expected));
    assertThat(evaluation.bitsPerCharacter())
        .isCloseTo(evaluation.natsPerCharacter() / Math.log(2), within(1e-12));
    assertThat(evaluation.perplexity())
        .isCloseTo(Math.exp(evaluation.nats() / evaluation.predictions()), within(1e-9));
    assertThat(model.evaluate(text)).isEqualTo(evaluation);
  }

  @Test
  void evaluationOfAShortTextIsExact() {
    LanguageModel model = model(TextLevel.CHARACTER);
    for (int length : new int[] {2, 3, 64, 65, 66, 200}) {
      String text = Texts.SEA.substring(0, length);
      double expected = Arrays.stream(Texts.losses(model, model.codec().encode(text).ids())).sum();
      assertThat(model.evaluate(text).nats()).isCloseTo(expected, within(1e-5 * expected));
    }
    assertThatThrownBy(() -> model.evaluate("a"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void evaluationPassesOverUnknownCharacters(int embedding) {
    LanguageModel model = Texts.model(Texts.characters().withEmbedding(embedding), 3);
    String text = "é" + Texts.SEA.substring(0, 40) + "ßé" + Texts.SEA.substring(40, 120);
    int[] ids = model.codec().encodeWithGaps(text).ids();
    assertThat(ids).startsWith(-1).hasSize(123);
    double expected = Arrays.stream(Texts.losses(model, ids)).sum();
    Evaluation evaluation = model.evaluate(text);
    assertThat(evaluation.nats()).isCloseTo(expected, within(1e-5 * expected));
    assertThat(evaluation.predictions()).isEqualTo(120);
    assertThat(evaluation.characters()).isEqualTo(120);
    assertThat(evaluation.unknown()).isEqualTo(3);
    assertThat(evaluation.unknownRate()).isCloseTo(3 / 123.0, within(1e-12));
    assertThatThrownBy(() -> model.evaluate("aéß"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("knows none of the 2 characters");
    assertThatThrownBy(() -> model.generate("aé", Sampling.temperature(1), 1, Rng.seeded(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'é' (U+00E9)");
  }

  /// No output of the layer itself is 0, so the zeros show the mask.
  @Test
  void variationalDropoutHasOneMaskForAllSteps() {
    for (boolean variational : new boolean[] {false, true}) {
      LanguageModelConfig config = Texts.characters().withDropout(0, 0.5);
      if (variational) {
        config = config.withRecurrent(config.recurrent().withVariationalDropout(0, 0));
      }
      LanguageModel model = Texts.model(config, 3);
      var kernels = ReferenceKernels.float32();
      try (Tape tape =
          Tape.recording(kernels, new BufferPool(kernels.precision()), Rng.seeded(4))) {
        float[] read = model.read(tape, new int[8], 1, List.of()).sequence().data().toArray();
        int differing = 0;
        for (int i = 9; i < read.length; i++) {
          differing += (read[i] == 0) == (read[i - 9] == 0) ? 0 : 1;
        }
        assertThat(differing == 0).isEqualTo(variational);
      }
    }
  }

  @Test
  void evaluationReportsUnknownWords() {
    Evaluation evaluation = model(TextLevel.WORD).evaluate("The zebra and the whale.");
    assertThat(evaluation.unknown()).isEqualTo(1);
    assertThat(evaluation.unknownRate()).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(evaluation.natsPerCharacter())
        .isCloseTo(evaluation.nats() / 21, within(1e-12)); // all but "The"
  }

  @Test
  void refusesOneHotWordsBeyondItsLimit() {
    LanguageModelConfig config = Texts.words().withEmbedding(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append('w').append(i).append(' ');
    }
    Corpus corpus = Corpus.of("w", text.toString(), config.withWords(1, 9999));
    assertThatThrownBy(() -> LanguageModel.create(config, corpus, Rng.seeded(1)))
        .hasMessageContainingAll("at most 4,096", "set embedding");
  }
}
