package dev.refrain.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.tensor.DoubleStorage;
import dev.refrain.tensor.FloatStorage;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.SafetensorsHeader.Entry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tensors by name in the safetensors format (Hugging Face 2022), which other tools read and
/// write: the length of the header (8 bytes, little-endian), the header (JSON: for each name type,
/// shape and offsets), the numbers (little-endian, row-major).
///
/// Files are not trusted: a header is checked whole, against the file's size, before anything is
/// allocated by what it says. Read are F64, F32, F16 and BF16; written are F32 and F64.
public final class Safetensors {
  /// As in the format's own reader.
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int ALIGNMENT = 8;
  private static final int CHUNK = 1 << 18;

  private Safetensors() {}

  /// What a file holds.
  ///
  /// @param tensors by name, in the order of the file; F64 in double, all others in single
  ///     precision
  /// @param metadata free texts by name
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /// Writes a file, beside an older one of that name and then moved into its place.
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    AtomicFiles.write(file, channel -> write(channel, tensors, metadata));
  }

  static void write(
      WritableByteChannel channel, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    // Widest type first, so that every tensor's data is aligned to its own type.
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (Precision precision : new Precision[] {Precision.FLOAT64, Precision.FLOAT32}) {
      tensors.forEach(
          (name, tensor) -> {
            if (tensor.precision() == precision) {
              ordered.put(name, tensor);
            }
          });
    }
    AtomicFiles.writeFully(channel, header(ordered, metadata));
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : ordered.values()) {
      writeNumbers(channel, tensor, buffer);
    }
  }

  private static ByteBuffer header(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = json.putObject(SafetensorsHeader.METADATA);
      metadata.forEach(texts::put);
    }
    long offset = 0;
    for (var named : tensors.entrySet()) {
      Tensor tensor = named.getValue();
      NumberType type = tensor.precision() == Precision.FLOAT64 ? NumberType.F64 : NumberType.F32;
      ObjectNode entry = json.putObject(named.getKey()).put("dtype", type.name());
      var shape = entry.putArray("shape");
      for (int extent : tensor.shape().toArray()) {
        shape.add(extent);
      }
      long end = offset + (long) tensor.shape().size() * type.bytes;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = JsonFields.MAPPER.writeValueAsBytes(json);
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void writeNumbers(WritableByteChannel channel, Tensor tensor, ByteBuffer buffer)
      throws IOException {
    int size = tensor.shape().size();
    int each = tensor.precision() == Precision.FLOAT64 ? Double.BYTES : Float.BYTES;
    for (int from = 0; from < size; ) {
      int count = Math.min(size - from, CHUNK / each);
      buffer.clear();
      switch (tensor.storage()) {
        case FloatStorage(float[] array) ->
            buffer.asFloatBuffer().put(array, tensor.offset() + from, count);
        case DoubleStorage(double[] array) ->
            buffer.asDoubleBuffer().put(array, tensor.offset() + from, count);
      }
      AtomicFiles.writeFully(channel, buffer.limit(count * each));
      from += count;
    }
  }

  /// Reads a whole file.
  ///
  /// @throws ModelFormatException if it is damaged or holds types other than those read
  public static Content read(Path file) throws IOException {
    String source = file.getFileName().toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(source, channel);
      long data = channel.position();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : header.entries().values()) {
        Precision precision =
            entry.type() == NumberType.F64 ? Precision.FLOAT64 : Precision.FLOAT32;
        Tensor tensor = Tensor.zeros(precision, entry.shape());
        readNumbers(source, channel, data, entry, tensor);
        tensors.put(entry.name(), tensor);
      }
      return new Content(Collections.unmodifiableMap(tensors), header.metadata());
    }
  }

  /// Reads a file into the tensors of the same names. All names and shapes are checked before the
  /// first number is overwritten.
  ///
  /// @return the file's metadata
  /// @throws ModelFormatException if the file is damaged, or a tensor is missing, unknown or of
  ///     another shape
  public static Map<String, String> readInto(Path file, Map<String, Tensor> targets)
      throws IOException {
    String source = file.getFileName().toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(source, channel);
      long data = channel.position();
      checkNamesAndShapes(source, header, targets);
      for (Entry entry : header.entries().values()) {
        readNumbers(source, channel, data, entry, targets.get(entry.name()));
      }
      return header.metadata();
    }
  }

  /// The shapes of a file's tensors by name; their numbers are not read.
  ///
  /// @throws ModelFormatException if the file is damaged
  static Map<String, Shape> shapes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      for (Entry entry : readHeader(file.getFileName().toString(), channel).entries().values()) {
        shapes.put(entry.name(), entry.shape());
      }
      return shapes;
    }
  }

  private static void checkNamesAndShapes(
      String source, SafetensorsHeader header, Map<String, Tensor> targets)
      throws ModelFormatException {
    for (var target : targets.entrySet()) {
      Entry entry = header.entries().get(target.getKey());
      if (entry == null) {
        throw new ModelFormatException(
            "%s: %s is missing, the configuration needs it as %s"
                .formatted(source, target.getKey(), target.getValue().shape()));
      }
      if (!entry.shape().equals(target.getValue().shape())) {
        throw new ModelFormatException(
            "%s: %s is %s, the configuration needs %s"
                .formatted(source, entry.name(), entry.shape(), target.getValue().shape()));
      }
    }
    for (Entry entry : header.entries().values()) {
      if (!targets.containsKey(entry.name())) {
        throw new ModelFormatException(
            "%s: %s %s is not known to the configuration"
                .formatted(source, entry.name(), entry.shape()));
      }
    }
  }

  /// Reads the header and leaves the channel at the first byte of the data.
  private static SafetensorsHeader readHeader(String source, FileChannel channel)
      throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw new ModelFormatException(
          "%s: has %d bytes, too few for a safetensors file; it is truncated"
              .formatted(source, size));
    }
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(source, channel, start, 0);
    long length = start.flip().getLong();
    if (length < 0 || length > size - Long.BYTES || length > LONGEST_HEADER) {
      throw new ModelFormatException(
          "%s: claims a header of %s bytes, the file has %d; it is truncated or not safetensors"
              .formatted(source, Long.toUnsignedString(length), size));
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    readFully(source, channel, json, Long.BYTES);
    channel.position(Long.BYTES + length);
    return SafetensorsHeader.parse(source, json.array(), size - Long.BYTES - length);
  }

  private static void readNumbers(
      String source, FileChannel channel, long data, Entry entry, Tensor tensor)
      throws IOException {
    int each = entry.type().bytes;
    int size = entry.shape().size();
    ByteBuffer buffer =
        ByteBuffer.allocateDirect((int) Math.min(CHUNK, Math.max(1L, (long) size * each)))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < size; ) {
      int count = Math.min(size - from, buffer.capacity() / each);
      buffer.clear().limit(count * each);
      readFully(source, channel, buffer, data + entry.begin() + (long) from * each);
      store(buffer.flip(), entry.type(), tensor, from, count);
      from += count;
    }
  }

  private static void store(ByteBuffer bytes, NumberType type, Tensor tensor, int from, int count) {
    switch (type) {
      case F32 -> {
        if (tensor.storage() instanceof FloatStorage(float[] array)) {
          bytes.asFloatBuffer().get(array, tensor.offset() + from, count);
        } else {
          for (int i = 0; i < count; i++) {
            tensor.set(from + i, bytes.getFloat());
          }
        }
      }
      case F64 -> {
        for (int i = 0; i < count; i++) {
          tensor.set(from + i, bytes.getDouble());
        }
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          tensor.set(from + i, Float.float16ToFloat(bytes.getShort()));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          tensor.set(from + i, Float.intBitsToFloat(bytes.getShort() << Short.SIZE));
        }
      }
    }
  }

  private static void readFully(
      String source, FileChannel channel, ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position + buffer.position());
      if (read < 0) {
        throw new EOFException(source + ": ended while it was read");
      }
    }
  }
}
