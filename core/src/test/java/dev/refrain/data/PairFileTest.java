package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairFileTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private Path packed(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), gzip(text));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static void assertBad(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private void assertBadLine(String text, String... parts) throws IOException {
    Path path = file("bad.tsv", text);
    assertBad(() -> PairFile.readTabbed(path), parts);
  }

  @Test
  void readsTabbedLinesInEitherDirection() throws IOException {
    Path path =
        file("pairs.tsv", "\uFEFFGo. \tVa\u202F!\r\n Hi.\t\u00A0Salut\u00A0!\u00A0\r\n\n \n");
    PairFile pairs = PairFile.readTabbed(path);
    assertThat(pairs.name()).isEqualTo("pairs.tsv");
    assertThat(pairs.pairs())
        .containsExactly(
            new SentencePair("Go.", "Va\u202F!"), new SentencePair("Hi.", "Salut\u00A0!"));
    assertThat(pairs.swapped().pairs().getFirst()).isEqualTo(new SentencePair("Va\u202F!", "Go."));
  }

  @Test
  void readsWhatGzipCompressedUnderAnyName() throws IOException {
    for (String name : new String[] {"pairs.tsv.gz", "pairs.tsv"}) {
      assertThat(PairFile.readTabbed(packed(name, "a\tb\nc\td")).pairs())
          .containsExactly(new SentencePair("a", "b"), new SentencePair("c", "d"));
    }
    Path source = packed("x.de.gz", "eins\nzwei\n\n");
    Path target = file("x.en", "one\ntwo");
    PairFile pairs = PairFile.readParallel(source, target);
    assertThat(pairs.name()).isEqualTo("x.de.gz and x.en");
    assertThat(pairs.pairs())
        .containsExactly(new SentencePair("eins", "one"), new SentencePair("zwei", "two"));
  }

  @Test
  void saysWhichLineIsNoPair() throws IOException {
    assertBadLine("a\tb\nhello there\n", "bad.tsv, line 2 has no tab: 'hello there'; a line is");
    assertBadLine("a\tb\tc\td\n", "bad.tsv, line 1 has 3 tabs: 'a\\tb\\tc\\td'", "cut -f 1,2");
    assertBadLine("a\tb\n\nc\td", "bad.tsv, line 2 is empty; a line is");
    assertBadLine("a\tb\n \u00A0\tb\n", "bad.tsv, line 2 has nothing before its tab");
    assertBadLine("a\tb\na\t\n", "bad.tsv, line 2 has nothing behind its tab: 'a\\t'");
    assertBadLine("\u001B[31m" + "🐋".repeat(90), "'\\u{1B}[31m" + "🐋".repeat(55) + "…'");
  }

  @Test
  void saysWhereFilesDoNotMatch() throws IOException {
    Path three = file("three.de", "a\nb\nc\n");
    Path two = file("two.en", "a\nb\n\n");
    Path gap = file("gap.en", "a\n\t\nc\n");
    assertBad(
        () -> PairFile.readParallel(three, two), "three.de has 3 lines and ", "two.en has 2;");
    assertBad(() -> PairFile.readParallel(three, gap), "gap.en, line 2 is empty", "both files");
    assertBad(() -> PairFile.readParallel(gap, three), "gap.en, line 2 is empty");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    assertBad(() -> PairFile.readTabbed(folder), "is a folder");
    assertBad(() -> PairFile.readTabbed(folder.resolve("none.tsv")), "There is no file");
    assertBadLine("\n\n", "bad.tsv has no text");
    Path latin = Files.write(folder.resolve("l.tsv"), new byte[] {'a', '\t', (byte) 0xE9, '\n'});
    assertBad(() -> PairFile.readTabbed(latin), "l.tsv is not UTF-8: byte 2 (line 1) is 0xE9");
    Path empty = packed("empty.gz", "");
    assertBad(() -> PairFile.readTabbed(empty), "empty.gz has no text");
  }

  @Test
  void saysWhyAPackedFileCannotBeRead() throws IOException {
    Path plain = file("plain.gz", "a\tb\n");
    assertBad(() -> PairFile.readTabbed(plain), "plain.gz is named .gz, but gzip did not make it");
    byte[] good = gzip("hello\tbonjour\n".repeat(100));
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(good, good.length - 9));
    assertBad(() -> PairFile.readTabbed(cut), "cut.gz ends before gzip's last byte");
    byte[] damaged = good.clone();
    damaged[good.length - 6] ^= 1; // of the checksum
    Path bad = Files.write(folder.resolve("bad.gz"), damaged);
    assertBad(() -> PairFile.readTabbed(bad), "bad.gz was damaged after gzip made it (");
  }

  @Test
  void doesNotUnpackMoreThanMayBeRead() throws IOException {
    Path bomb = packed("bomb.gz", "a".repeat(1_000_000));
    assertThat(FileBytes.read(bomb, 1_000_000)).hasSize(1_000_000);
    assertBad(
        () -> FileBytes.read(bomb, 999_999),
        "bomb.gz has unpacked at least 1,000,000 bytes",
        "at most 999,999");
    assertBad(() -> FileBytes.read(bomb, 100), "bomb.gz has ", "at most 100 can be read");
  }

  @Test
  void readsTheRealFiles() {
    PairFile tabbed = PairFile.readTabbed(RealData.file("eng-fra/eng-fra.txt.gz"));
    assertThat(tabbed.pairs()).hasSize(142_787);
    assertThat(tabbed.pairs().getFirst().source()).isEqualTo("Go.");
    PairFile parallel =
        PairFile.readParallel(
            RealData.file("multi30k/test_2016_flickr.de.gz"),
            RealData.file("multi30k/test_2016_flickr.en.gz"));
    assertThat(parallel.pairs()).hasSize(1_000);
  }
}
