package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.data.WordVectors.Neighbour;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WordVectorsTest {
  @TempDir Path folder;

  private WordVectorFile read(String content) throws IOException {
    return WordVectorFile.read(
        Files.writeString(folder.resolve("v.txt"), content), word -> !word.equals("skipped"));
  }

  private void assertRefused(String content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  private static WordVectors royal() {
    float[] numbers = {1, 0.1f, 1, 1, 0, 1.1f, 0, 0.1f, -1, -1, 3, 0.4f};
    return WordVectors.of(
        List.of("man", "king", "queen", "woman", "low", "boy"), Tensor.of(numbers, 6, 2));
  }

  @Test
  void neighboursFallInCosine() {
    List<Neighbour> nearest = royal().neighbours("man", 2);
    assertThat(nearest.stream().map(Neighbour::word)).containsExactly("boy", "king");
    assertThat(nearest.getFirst().cosine())
        .isCloseTo(3.04 / (Math.sqrt(1.01) * Math.sqrt(9.16)), within(1e-6));
    assertThat(nearest.getLast().cosine())
        .isCloseTo(1.1 / (Math.sqrt(1.01) * Math.sqrt(2)), within(1e-6));
    assertThatThrownBy(() -> royal().neighbours("Man", 2))
        .hasMessage("the model has no vector for 'Man'; it has one for 'man'");
  }

  @Test
  void analogyAddsAndTakesAwayUnitVectors() {
    List<Neighbour> nearest = royal().analogy("man", "king", "woman", 1);
    assertThat(nearest.getFirst().word()).isEqualTo("queen");
    double x = Math.sqrt(0.5) - 1 / Math.sqrt(1.01); // of king − man + woman, each of length 1
    double y = Math.sqrt(0.5) - 0.1 / Math.sqrt(1.01) + 1;
    assertThat(nearest.getFirst().cosine()).isCloseTo(y / Math.hypot(x, y), within(1e-6));
  }

  @Test
  void word2vecAndGloveAreRead() throws IOException {
    WordVectorFile file = read("4 2\na 1 -2e-1 \nskipped 1 2\nb\t3 4\na 5 6\n");
    assertThat(file.words()).isEqualTo(4);
    assertThat(file.repeated()).isEqualTo(1);
    assertThat(file.vectors().words()).containsExactly("a", "b");
    assertThat(file.vectors().vector("a")).containsExactly(1, -0.2f);
    WordVectorFile glove = read("a 1 2 3\n. . . 0.4 0.5 0.6\nÄ 7 8 9");
    assertThat(glove.vectors().words()).containsExactly("a", ". . .", "Ä");
    assertThat(glove.vectors().vector(". . .")).containsExactly(0.4f, 0.5f, 0.6f);
  }

  @Test
  void packedFilesAreRead() throws IOException {
    Path packed = folder.resolve("v.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("a 1 2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(WordVectorFile.read(packed, w -> true).vectors().vector("a")).containsExactly(1, 2);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path path = folder.resolve("w.txt");
    WordVectorFile.write(royal(), path);
    WordVectorFile again = WordVectorFile.read(path, w -> true);
    assertThat(again.vectors().words()).isEqualTo(royal().words());
    assertThat(again.vectors().vector("boy")).isEqualTo(royal().vector("boy"));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertRefused("a 1 2 3\nb 1 2\n", "v.txt, line 2 has 2 numbers");
    assertRefused("a 1.0 2.0\nb 1.0 2.0 3.0\n", "v.txt, line 2 has 3 numbers");
    assertRefused(
        "2 2\na 1 2 3\nb 1 2\n", "line 2 has 3 numbers ('a 1 2 3 …'), the first line says 2");
    assertRefused("3 2\na 1 2\nb 1 2\n", "says that it has 3 words, but has 2");
    assertRefused("a 1 x\n", "line 1 has 'x' where number 2 of its vector stands");
    assertRefused("a 1 NaN\n", "line 1 has 'NaN'");
    assertRefused("a 1 2\n\nb 1 2\n", "line 2 is empty");
    assertRefused("\n", "line 1 is empty");
    assertThatThrownBy(() -> WordVectorFile.read(folder.resolve("none"), w -> true))
        .hasMessageContaining("There is no file");
  }

  @Test
  void tableTakesWhatItsWordsHave() {
    Vocabulary vocabulary = Vocabulary.of(List.of("<unk>", "KING", "nobody", "man"));
    Tensor table = Tensor.of(new float[8], 4, 2);
    assertThat(royal().copyInto(vocabulary, table)).isEqualTo(2);
    assertThat(table.toArray()).containsExactly(0, 0, 1, 1, 0, 0, 1, 0.1f);
    assertThatThrownBy(() -> royal().copyInto(vocabulary, Tensor.of(new float[12], 4, 3)))
        .hasMessageContaining("have 2 numbers, the model's embedding has 3");
  }
}
