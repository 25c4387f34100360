package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.WordTokenizer.Lines;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
  @TempDir Path folder;

  @Test
  void numbersCharactersInTheOrderOfUnicode() {
    Vocabulary vocabulary = Vocabulary.characters("ba🐋ab\n");
    assertThat(vocabulary.tokens()).containsExactly("\n", "a", "b", "🐋");
    assertThat(vocabulary.id("🐋")).isEqualTo(3);
    assertThat(vocabulary.id("c")).isEqualTo(-1);
    assertThat(vocabulary.unknown()).isEqualTo(-1);
  }

  @Test
  void choosesWordsByCount() {
    var tokenizer = new WordTokenizer(Lines.KEEP);
    TokenCounts counts = TokenCounts.of(tokenizer, "b a b c a b d c");
    assertThat(counts.distinct()).isEqualTo(4);
    assertThat(counts.count("b")).isEqualTo(3);
    assertThat(Vocabulary.words(counts, 1, 100).tokens())
        .containsExactly("<unk>", "<join>", "<space>", "b", "a", "c", "d");
    assertThat(Vocabulary.words(counts, 2, 100).tokens()).endsWith("b", "a", "c");
    assertThat(Vocabulary.words(counts, 1, 5).tokens()).endsWith("b", "a").hasSize(5);
    assertThatThrownBy(() -> Vocabulary.words(counts, 0, 100)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> Vocabulary.words(counts, 1, 3)).hasMessageContaining("at least 4");
  }

  @Test
  void refusesTokensThatCannotBeTold() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "a"))).hasMessageContaining("twice");
    assertThatThrownBy(() -> Vocabulary.of(List.of(""))).hasMessageContaining("empty");
    assertThatThrownBy(() -> Vocabulary.of(List.of("\uD83D"))).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> Vocabulary.of(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void encodesAndDecodes() {
    String text = "a 🐋, b\n";
    var codec = new TextCodec(new CharacterTokenizer(), Vocabulary.characters(text));
    EncodedText encoded = codec.encode(text);
    assertThat(encoded.tokens()).isEqualTo(7);
    assertThat(encoded.characters()).isEqualTo(7);
    assertThat(codec.decode(encoded.ids())).isEqualTo(text);
    assertThatThrownBy(() -> codec.encode("a 🐋é"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'é' (U+00E9)", "position 4");
  }

  @Test
  void countsUnknownWords() {
    var tokenizer = new WordTokenizer(Lines.KEEP);
    var codec =
        new TextCodec(
            tokenizer, Vocabulary.words(TokenCounts.of(tokenizer, "the whale ."), 1, 100));
    EncodedText encoded = codec.encode("the shark.");
    assertThat(encoded.unknown()).isEqualTo(1);
    assertThat(encoded.characters()).isEqualTo(10);
    assertThat(codec.decode(encoded.ids())).isEqualTo("the <unk>.");
  }

  @Test
  void survivesAFile() throws IOException {
    Vocabulary vocabulary =
        Vocabulary.of(
            List.of(
                "\n", "\n\n", " ", "\t", "\r", "\\", "\\n", "u{41}", "\u00A0", "\u2028", "\u0085",
                "\uFEFF", "\u200D", "\u0000", "e\u0301", "🐋", "\uE000", "<unk>"));
    Path file = folder.resolve("vocabulary.txt");
    VocabularyFile.write(vocabulary, file);
    assertThat(Files.readString(file).lines()).hasSize(vocabulary.size());
    assertThat(Files.readString(file))
        .startsWith("\\n\n\\n\\n\n\\s\n\\t\n\\r\n\\\\\n\\\\n\nu{41}\n");
    assertThat(Files.readString(file))
        .contains("\\u{A0}\n", "\\u{FEFF}\n", "\\u{200D}\n", "\\u{0}\n");
    assertThat(VocabularyFile.read(file)).isEqualTo(vocabulary);
  }

  @ParameterizedTest
  @CsvSource({
    "a|b|a|, line 3 repeats 'a' of line 1",
    "a||b|, line 2 is empty",
    "a|\\x|, line 2 column 1 has the unknown escape '\\x'",
    "a|b\\|, line 2 column 2 has the unknown escape '\\'",
    "\\u{110000}|, unknown escape '\\u{110000}'",
    "\\u{D800}|, unknown escape '\\u{D800}'",
    "\\u{zz}|, unknown escape '\\u{zz}'",
    "\\u{41}|, line 1 has '\\u{41}'; which is written 'A'",
    "a|b, its end is missing",
  })
  void saysWhatIsWrongWithAFile(String content, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("v.txt"), content.replace('|', '\n'));
    assertThatThrownBy(() -> VocabularyFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(file.toString(), message.replace(';', ','));
  }

  @Test
  void readsDamagedFilesStrictly() throws IOException {
    Vocabulary vocabulary = Vocabulary.characters("\n \\abc🐋\u2028\u0007é");
    Path file = folder.resolve("v.txt");
    VocabularyFile.write(vocabulary, file);
    byte[] good = Files.readAllBytes(file);
    int readable = 0;
    for (int seed = 0; seed < 600; seed++) {
      Rng rng = Rng.seeded(seed);
      byte[] bad =
          rng.nextInt(4) == 0
              ? java.util.Arrays.copyOf(good, rng.nextInt(good.length))
              : good.clone();
      for (int i = rng.nextInt(3); i > 0 && bad.length > 0; i--) {
        bad[rng.nextInt(bad.length)] = (byte) rng.nextInt(256);
      }
      Files.write(file, bad);
      try {
        Vocabulary read = VocabularyFile.read(file);
        VocabularyFile.write(read, file);
        String normal = new String(bad, StandardCharsets.UTF_8).replace('\r', '\n');
        assertThat(Files.readString(file)).as("seed %d", seed).isEqualTo(normal);
        readable++;
      } catch (DataException expected) {
        assertThat(expected).as("seed %d", seed).hasMessageContaining("v.txt");
      }
    }
    assertThat(readable).isBetween(1, 599);
  }
}
