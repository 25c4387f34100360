package dev.refrain.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.DataException;
import dev.refrain.data.RealData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayFilesTest {
  @TempDir Path folder;

  /// A NumPy file as `numpy.save` writes it.
  private static byte[] npy(String descr, String order, String shape, byte[] numbers) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(descr, order, shape);
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    return bytes.put(padded.getBytes(StandardCharsets.ISO_8859_1)).put(numbers).array();
  }

  private static byte[] npy(String descr, String shape, byte[] numbers) {
    return npy(descr, "False", shape, numbers);
  }

  private static byte[] floats(float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  private static byte[] idx(int kind, byte[] numbers, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + numbers.length);
    bytes.put((byte) 0).put((byte) 0).put((byte) kind).put((byte) shape.length);
    for (int extent : shape) {
      bytes.putInt(extent);
    }
    return bytes.put(numbers).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static ArrayFiles files(Path values) {
    return ArrayFiles.of(values, Optional.empty(), Optional.empty());
  }

  private static void assertBad(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private void assertBad(byte[] bytes, String... parts) throws IOException {
    Path path = file("bad", bytes);
    assertBad(() -> files(path).read(), parts);
  }

  @Test
  void readsNumPyArrays() throws IOException {
    float nan = Float.NaN;
    byte[] numbers = floats(1, 2, 3, 4, 5, nan, 7, 8, nan, 10, nan, nan);
    Path x = file("x.npy", npy("<f4", "(2, 3, 2)", numbers));
    Path y = file("y.npy", npy(">i2", "(2,)", new byte[] {1, 0, -1, -1}));
    SeriesSet set = ArrayFiles.of(x, Optional.of(y), Optional.empty()).read();
    assertThat(set.features()).containsExactly("1", "2");
    assertThat(set.series().get(0).values()).containsExactly(1, 2, 3, 4, 5, nan);
    assertThat(set.series().get(1).values()).containsExactly(7, 8, nan, 10);
    assertThat(set.labels()).containsExactly("-1", "256");
    assertThat(set.series().get(1).origin()).endsWith("x.npy, series 2");
    SeriesSet flat = files(file("p.npy.gz", gzip(Files.readAllBytes(x)))).flattened().read();
    assertThat(flat.series().get(1).values()).containsExactly(7, 8, nan, 10);
    assertThat(flat.features()).containsExactly("1");

    Path words = Files.writeString(folder.resolve("words.txt"), "walk\nrun\n");
    assertThat(ArrayFiles.of(x, Optional.of(words), Optional.of(y)).read().series())
        .extracting(series -> series.label().orElseThrow() + series.group().orElseThrow())
        .containsExactly("walk256", "run-1");
  }

  @Test
  void readsEveryKindOfNumber() throws IOException {
    ByteBuffer doubles = ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN);
    doubles.putDouble(-1.5).putDouble(1e-3);
    assertNumbers(npy(">f8", "(1, 2)", doubles.array()), -1.5f, 1e-3f);
    assertNumbers(npy("<f2", "(1, 2)", new byte[] {0, 0x3C, 0, (byte) 0xC0}), 1, -2);
    assertNumbers(npy("|u1", "(1, 2)", new byte[] {7, -1}), 7, 255);
    assertNumbers(npy("|i1", "(1, 2)", new byte[] {7, -1}), 7, -1);
    assertNumbers(npy("<u2", "(1, 1)", new byte[] {-1, -1}), 65535);
    assertNumbers(npy("<u4", "(1, 1)", new byte[] {0, 0, 0, (byte) 0x80}), 0x1p31f);
    assertNumbers(npy("<i4", "(1, 1)", new byte[] {-2, -1, -1, -1}), -2);
    assertNumbers(npy("<i8", "(1, 1)", new byte[] {5, 1, 0, 0, 0, 0, 0, 0}), 261);
    assertNumbers(idx(0x0B, new byte[] {1, 2, -1, -1}, 1, 2), 258, -1);
  }

  private void assertNumbers(byte[] array, float... values) throws IOException {
    SeriesSet set = files(file("kind", array)).read();
    assertThat(set.series().getFirst().values()).containsExactly(values);
  }

  @Test
  void readsArraysOfAnArchive() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(archive)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy("<f4", "(1, 2)", floats(3, 4)));
      zip.putNextEntry(new ZipEntry("y.npy"));
      zip.write(npy("|u1", "(1, 1)", new byte[] {6}));
    }
    Path path = file("set.npz", archive.toByteArray());
    SeriesSet set = ArrayFiles.of(path, Optional.of(path), Optional.empty()).read();
    assertThat(set.series().getFirst().values()).containsExactly(3, 4);
    assertThat(set.labels()).containsExactly("6");
    assertBad(
        () -> ArrayFiles.of(path, Optional.empty(), Optional.of(path)).read(),
        "set.npz has no array 'group'; its arrays are x, y.");
    byte[] cut = Arrays.copyOf(archive.toByteArray(), 60);
    assertBad(cut, "bad is damaged (");
  }

  @Test
  void readsImagesRowByRow() throws IOException {
    byte[] pixels = {1, 2, 3, 4, 5, 6, -7, 8, 9, 10, 11, 12};
    Path images = file("images.gz", gzip(idx(0x08, pixels, 2, 2, 3)));
    Path labels = file("labels", idx(0x08, new byte[] {9, 0}, 2));
    SeriesSet set = ArrayFiles.of(images, Optional.of(labels), Optional.empty()).read();
    assertThat(set.features()).hasSize(3);
    assertThat(set.series().get(1).steps()).isEqualTo(2);
    assertThat(set.series().get(1).values()).containsExactly(249, 8, 9, 10, 11, 12);
    assertThat(set.series()).extracting(one -> one.label().orElseThrow()).containsExactly("9", "0");
  }

  @Test
  void refusesHeadersThatLie() throws IOException {
    byte[] little = floats(1, 2, 3, 4);
    assertBad(npy("<f4", "(100000000000, 4)", little), "bad ends before its last number");
    assertBad(npy("<f4", "(1, 100000000)", little), "bad");
    assertBad(
        npy("<f4", "(1, 999999999999, 999999999999)", little), "a series has 1 to 268,435,456");
    assertBad(
        npy("<f4", "(1, 99999999999999999999)", little), "has an axis of 99999999999999999999");
    assertBad(npy("<f4", "(2, 0)", little), "is an array of shape [2, 0]; a series has 1 to");
    assertBad(
        npy("<f4", "(4,)", little), "is an array of shape [4]; series are [N, T] or [N, T, F]");
    assertBad(npy("<f4", "(0, 4)", new byte[0]), "bad has no series in it");
    assertBad(npy("<f4", "(1, 3)", little), "bad goes on behind the numbers of its shape [1, 3]");
    assertBad(npy("<f4", "True", "(2, 2)", little), "bad is in Fortran's order");
    assertBad(npy("<U4", "(2, 2)", little), "bad has elements of the type '<U4'; known are");
    assertBad(npy("|O", "(2, 2)", little), "bad has elements of the type '|O'");
    assertBad(npy("<f4", "two", little), "bad has no shape that can be read in its header");
    assertBad(
        npy("<f4", "(1, 2)", floats(1, Float.POSITIVE_INFINITY)),
        "series 1 has Infinity at step 2");
    assertBad(npy("<f4", "(1, 1)", floats(Float.NaN)), "series 1 has no values, only NaN");
    assertBad(Arrays.copyOf(npy("<f4", "(1, 4)", little), 30), "bad ends within its header");
    byte[] future = npy("<f4", "(1, 4)", little);
    future[6] = 9;
    assertBad(future, "bad is of NumPy's format 9");
    future[6] = 2; // the length has four bytes, here of characters
    assertBad(future, "bad has a header of ");
    assertBad("1 2 3".getBytes(StandardCharsets.UTF_8), "bad is no array");
    assertBad(new byte[0], "bad is no array");

    byte[] idx = idx(0x08, new byte[] {1, 2, 3}, 1, 4);
    assertBad(idx, "bad ends before its last number");
    assertBad(idx(0x08, new byte[] {1}, -1, -1, -1), "bad is an array of shape [4294967295, ");
    assertBad(Arrays.copyOf(idx, 9), "bad ends within its header");
    idx[2] = 0x07;
    assertBad(idx, "bad has numbers of kind 0x07");
    idx[2] = 0x08;
    idx[3] = 99;
    assertBad(idx, "bad says that it has 99 axes");
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    Path x = file("x.npy", npy("<f4", "(2, 1)", floats(1, 2)));
    Path three = file("three.npy", npy("|u1", "(3,)", new byte[3]));
    Path half = file("half.npy", npy("<f4", "(2,)", floats(1, 1.5f)));
    assertBad(
        () -> ArrayFiles.of(x, Optional.of(three), Optional.empty()).read(),
        "three.npy is an array of shape [3]; it needs [2]");
    assertBad(
        () -> ArrayFiles.of(x, Optional.of(half), Optional.empty()).read(),
        "half.npy has 1.5 at number 2; labels and groups are whole numbers");
  }

  @Test
  void readsTheRealImages() {
    SeriesSet set =
        ArrayFiles.of(
                RealData.file("mnist/t10k-images-idx3-ubyte.gz"),
                Optional.of(RealData.file("mnist/t10k-labels-idx1-ubyte.gz")),
                Optional.empty())
            .read();
    assertThat(set.series()).hasSize(10_000).allMatch(series -> series.steps() == 28);
    assertThat(set.labels()).hasSize(10);
    assertThat(set.series().getFirst().label()).contains("7");
  }
}
