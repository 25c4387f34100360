package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("text.txt"), bytes);
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertBad(Path path, String... parts) {
    assertThatThrownBy(() -> TextFile.read(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void dropsTheByteOrderMarkAndMakesLineEndsLf() throws IOException {
    TextFile file = TextFile.read(file("\uFEFFone\r\ntwo\rthree\n🐋"));
    assertThat(file.text()).isEqualTo("one\ntwo\nthree\n🐋");
    assertThat(file.characters()).isEqualTo(15);
    assertThat(file.cut()).isEmpty();
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    assertBad(folder.resolve("none.txt"), "There is no file");
    assertBad(folder, "is a folder");
    assertBad(file(""), "has no text");
    assertBad(file("\uFEFF \r\n"), "has no text");
  }

  @Test
  void saysWhichByteIsNotUtf8() throws IOException {
    assertBad(
        file(new byte[] {'a', '\n', (byte) 0xC3, (byte) 0xA9, (byte) 0xE9, 'b'}),
        "byte 4 (line 2) is 0xE9",
        "iconv");
    assertBad(file(new byte[] {'a', (byte) 0xF0, (byte) 0x9F}), "byte 1 (line 1) is 0xF0");
    // overlong, a surrogate, beyond Unicode
    assertBad(file(new byte[] {(byte) 0xC0, (byte) 0x80}), "byte 0 ");
    assertBad(file(new byte[] {'x', (byte) 0xED, (byte) 0xA0, (byte) 0x80}), "byte 1 ");
    assertBad(file(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}), "byte 0 ");
  }

  @Test
  void cutsOffAProjectGutenbergFrame() throws IOException {
    String text =
        "The Project Gutenberg EBook\n\n*** START OF THIS PROJECT GUTENBERG EBOOK X ***\n\n\n"
            + "Call me.\n\nEnd.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nlicence\nmore";
    TextFile cut = TextFile.read(file(text));
    assertThat(cut.text()).isEqualTo("Call me.\n\nEnd.\n");
    assertThat(cut.cut()).contains(new GutenbergFrame.Cut(3, 3));
    TextFile kept = TextFile.read(file(text), TextFile.Frame.KEEP);
    assertThat(kept.text()).isEqualTo(text);
    assertThat(kept.cut()).isEmpty();
  }

  @Test
  void cutsNothingThatOnlyLooksLikeAFrame() throws IOException {
    String text = "x *** START OF THE PROJECT GUTENBERG EBOOK X ***\n*** START OF THE DAY ***\ny\n";
    assertThat(TextFile.read(file(text)).text()).isEqualTo(text);
  }

  @Test
  void readsMobyDick() {
    TextFile book = TextFile.read(RealData.mobyDick());
    assertThat(book.cut()).contains(new GutenbergFrame.Cut(22, 362));
    assertThat(book.text()).doesNotContain("Gutenberg EBook", "\r", "\uFEFF");
    assertThat(book.characters()).isEqualTo(1_219_054);
  }
}
