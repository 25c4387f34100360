package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import dev.refrain.data.Excerpt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header of a NumPy array file (NEP 1): `\x93NUMPY`, the version, the length of what follows, and
/// a Python dictionary with the keys descr, fortran_order and shape.
final class NpyHeader {
  private static final int MAX_LENGTH = 1 << 16;
  private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  private NpyHeader() {}

  /// @param in behind the six bytes of the magic
  static NumberArray read(DataInput in) {
    byte[] version = bytes(in, 2);
    int lengthBytes = version[0] == 1 ? 2 : 4;
    if (version[0] < 1 || version[0] > 3) {
      throw new DataException(
          "%s is of NumPy's format %d; known are 1 to 3.".formatted(in.name(), version[0]));
    }
    ByteBuffer size = ByteBuffer.wrap(bytes(in, lengthBytes)).order(ByteOrder.LITTLE_ENDIAN);
    long length = lengthBytes == 2 ? size.getShort() & 0xFFFF : size.getInt() & 0xFFFFFFFFL;
    if (length > MAX_LENGTH) {
      throw new DataException(
          "%s has a header of %,d bytes, at most %,d can be read; save plain numbers with numpy.save."
              .formatted(in.name(), length, MAX_LENGTH));
    }
    String text = new String(bytes(in, (int) length), StandardCharsets.ISO_8859_1);
    if (field(in, ORDER, "fortran_order", text).equals("True")) {
      throw new DataException(
          in.name() + " is in Fortran's order; save numpy.ascontiguousarray(x) instead.");
    }
    return new NumberArray(
        in,
        format(in, field(in, DESCRIPTION, "descr", text)),
        shape(in, field(in, SHAPE, "shape", text)));
  }

  private static byte[] bytes(DataInput in, int count) {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new DataException(in.name() + " ends within its header; copy it again.");
    }
    return bytes;
  }

  private static String field(DataInput in, Pattern pattern, String key, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new DataException(
          "%s has no %s that can be read in its header: '%s'; save plain numbers with numpy.save."
              .formatted(in.name(), key, Excerpt.of(text.strip())));
    }
    return found.group(1);
  }

  private static NumberFormat format(DataInput in, String description) {
    NumberFormat.Kind kind =
        switch (description.isEmpty() ? "" : description.substring(1)) {
          case "u1", "b1" -> NumberFormat.Kind.UINT8;
          case "i1" -> NumberFormat.Kind.INT8;
          case "u2" -> NumberFormat.Kind.UINT16;
          case "i2" -> NumberFormat.Kind.INT16;
          case "u4" -> NumberFormat.Kind.UINT32;
          case "i4" -> NumberFormat.Kind.INT32;
          case "i8" -> NumberFormat.Kind.INT64;
          case "f2" -> NumberFormat.Kind.FLOAT16;
          case "f4" -> NumberFormat.Kind.FLOAT32;
          case "f8" -> NumberFormat.Kind.FLOAT64;
          default ->
              throw new DataException(
                  "%s has elements of the type '%s'; known are integers of up to 64 bits and floats of 16, 32 and 64: save x.astype('float32')."
                      .formatted(in.name(), Excerpt.of(description)));
        };
    return new NumberFormat(
        kind, description.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static List<Long> shape(DataInput in, String text) {
    List<Long> shape = new ArrayList<>();
    for (String extent : text.replace("L", "").split(",")) {
      if (!extent.isBlank()) {
        if (extent.strip().length() > 18) {
          throw new DataException(
              "%s has an axis of %s numbers, which no file holds; copy it again."
                  .formatted(in.name(), Excerpt.of(extent.strip())));
        }
        shape.add(Long.parseLong(extent.strip()));
      }
    }
    return shape;
  }
}
