package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsTest {
  private static final String NAME = "weights.safetensors";

  @TempDir Path folder;

  private static Tensor random(Precision precision, long seed, int... extents) {
    Rng rng = Rng.seeded(seed);
    Tensor tensor = Tensor.zeros(precision, Shape.of(extents));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, rng.nextGaussian());
    }
    return tensor;
  }

  private Path written(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve(NAME);
    Safetensors.write(file, tensors, Map.of("refrain", "test"));
    return file;
  }

  private Path bytes(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json);
    return Files.write(folder.resolve(NAME), buffer.array());
  }

  @Test
  void readsWhatItWroteBitForBit() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("encoder.layer0.weight", random(Precision.FLOAT32, 1, 300, 257)); // > one chunk
    tensors.put("single", random(Precision.FLOAT32, 2));
    tensors.put("empty", random(Precision.FLOAT32, 3, 0, 4));
    tensors.put("double", random(Precision.FLOAT64, 4, 3, 5));
    tensors.put("view", random(Precision.FLOAT32, 5, 6, 2).slice(2, 5));
    tensors.get("encoder.layer0.weight").set(7, Double.NaN);
    Path file = written(tensors);
    var content = Safetensors.read(file);
    assertThat(content.metadata()).containsExactly(Map.entry("refrain", "test"));
    assertThat(content.tensors()).containsOnlyKeys(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          Tensor found = content.tensors().get(name);
          assertThat(found.shape()).isEqualTo(tensor.shape());
          assertThat(found.precision()).isEqualTo(tensor.precision());
          assertThat(found.toDoubles()).containsExactly(tensor.toDoubles());
        });
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  /// The layout by the format's own description, read by hand.
  @Test
  void writesTheFormatAsDescribed() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", Tensor.of(new float[] {1, -2, 3}, 3));
    tensors.put("b", Tensor.of(new double[] {0.5}, 1, 1));
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(written(tensors))).order(ByteOrder.LITTLE_ENDIAN);
    long header = file.getLong();
    assertThat(header % 8).isZero();
    byte[] json = new byte[(int) header];
    file.get(json);
    assertThat(new String(json, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(
            "{\"__metadata__\":{\"refrain\":\"test\"},"
                + "\"b\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[8,20]}}");
    assertThat(file.getDouble()).isEqualTo(0.5);
    assertThat(file.getFloat()).isEqualTo(1);
    assertThat(file.getFloat()).isEqualTo(-2);
    assertThat(file.getFloat()).isEqualTo(3);
    assertThat(file.hasRemaining()).isFalse();
  }

  @Test
  void readsHalfPrecision() throws IOException {
    Path file =
        bytes(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
            8);
    byte[] all = Files.readAllBytes(file);
    ByteBuffer data = ByteBuffer.wrap(all, all.length - 8, 8).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) 0x3C01).putShort((short) 0xC000); // 1 + 2⁻¹⁰, −2
    data.putShort((short) 0x3F81).putShort((short) 0xC000); // 1 + 2⁻⁷, −2
    Files.write(file, all);
    var tensors = Safetensors.read(file).tensors();
    assertThat(tensors.get("h").toArray()).containsExactly(1 + 0x1p-10f, -2);
    assertThat(tensors.get("b").toArray()).containsExactly(1 + 0x1p-7f, -2);
  }

  @Test
  void namesTheTensorAndBothShapes() throws IOException {
    Path file =
        written(Map.of("encoder.layer1.input_weight", random(Precision.FLOAT32, 1, 512, 128)));
    assertThatThrownBy(
            () ->
                Safetensors.readInto(
                    file, Map.of("encoder.layer1.input_weight", Tensor.zeros(512, 256))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "weights.safetensors: encoder.layer1.input_weight is [512, 128],"
                + " the configuration needs [512, 256]");
    assertThatThrownBy(
            () ->
                Safetensors.readInto(
                    file,
                    Map.of(
                        "encoder.layer1.input_weight",
                        Tensor.zeros(512, 128),
                        "output.bias",
                        Tensor.zeros(7))))
        .hasMessage(
            "weights.safetensors: output.bias is missing, the configuration needs it as [7]");
    assertThatThrownBy(() -> Safetensors.readInto(file, Map.of()))
        .hasMessageContaining("encoder.layer1.input_weight [512, 128] is not known");
  }

  @Test
  void changesNothingWhenOneTensorDoesNotFit() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", random(Precision.FLOAT32, 1, 4));
    tensors.put("b", random(Precision.FLOAT32, 2, 4));
    Path file = written(tensors);
    Map<String, Tensor> targets = new LinkedHashMap<>();
    targets.put("a", Tensor.zeros(4));
    targets.put("b", Tensor.zeros(5));
    assertThatThrownBy(() -> Safetensors.readInto(file, targets))
        .isInstanceOf(ModelFormatException.class);
    assertThat(targets.get("a").toArray()).containsOnly(0);
  }

  /// A file cut anywhere is an error of one sentence, never a wrong result or a crash.
  @Test
  void refusesAFileCutAtAnyByte() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", random(Precision.FLOAT32, 1, 3, 4));
    tensors.put("b", random(Precision.FLOAT64, 2, 5));
    byte[] whole = Files.readAllBytes(written(tensors));
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(cut))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("cut.safetensors");
    }
    Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(ModelFormatException.class);
  }

  /// Any byte of the header changed to any of a few others either still reads or is a
  /// ModelFormatException.
  @Test
  void neverFailsInAnotherWayOnADamagedHeader() throws IOException {
    byte[] whole = Files.readAllBytes(written(Map.of("name", random(Precision.FLOAT32, 1, 3, 2))));
    Path damaged = folder.resolve("damaged.safetensors");
    int refused = 0;
    for (int at = 0; at < whole.length - 24; at++) {
      for (byte other : new byte[] {0, 9, '"', '9', '-', '}', '[', (byte) 0xFF}) {
        byte[] changed = whole.clone();
        changed[at] = other;
        Files.write(damaged, changed);
        try {
          Safetensors.read(damaged);
        } catch (ModelFormatException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(whole.length);
  }

  @Test
  void refusesAHeaderThatClaimsGigabytesBeforeAllocating() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    for (long claimed : new long[] {8L << 30, Long.MAX_VALUE, -1, 13}) {
      Files.write(folder.resolve(NAME), buffer.putLong(0, claimed).array());
      assertThatThrownBy(() -> Safetensors.read(folder.resolve(NAME)))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(Long.toUnsignedString(claimed))
          .hasMessageContaining("the file has 20");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,16]}}|shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999],\"data_offsets\":[0,16]}}|shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000],\"data_offsets\":[0,4000000000]}}|16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}|shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4.5],\"data_offsets\":[0,16]}}|shape",
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}|F64, F32, F16, BF16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}}|needs 16 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,15]}}|needs 16 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-8,8]}}|data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0]}}|data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4]}}|data_offsets",
        "{\"a\":{\"shape\":[4],\"data_offsets\":[0,16]}}|dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},\"b\":"
            + "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}|overlap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":"
            + "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}|gaps",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":"
            + "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}|Duplicate",
        "{\"a\":7}|JSON object",
        "[1]|JSON object",
        "{\"__metadata__\":{\"k\":1}}|no text",
        "{}|describes 0 bytes",
        "{\"a\":|not valid JSON",
      })
  void refusesAbsurdHeaders(String header, String expected) throws IOException {
    Path file = bytes(header, 16);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(NAME)
        .hasMessageContaining(expected);
  }
}
