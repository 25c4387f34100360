package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The header of an IDX file, the format of the MNIST images (LeCun, Cortes & Burges 1998): two zero
/// bytes, the kind of number, how many axes, and their extents of 4 bytes. All big-endian.
final class IdxHeader {
  private static final int MAX_AXES = 8;

  private IdxHeader() {}

  /// @param in behind the two zero bytes
  static NumberArray read(DataInput in) {
    byte[] start = in.readNBytes(2);
    if (start.length < 2) {
      throw truncated(in);
    }
    var format = new NumberFormat(kind(in, start[0] & 0xFF), ByteOrder.BIG_ENDIAN);
    int axes = start[1] & 0xFF;
    if (axes < 1 || axes > MAX_AXES) {
      throw new DataException(
          "%s says that it has %d axes; an IDX file has 1 to %d."
              .formatted(in.name(), axes, MAX_AXES));
    }
    byte[] extents = in.readNBytes(4 * axes);
    if (extents.length < 4 * axes) {
      throw truncated(in);
    }
    ByteBuffer numbers = ByteBuffer.wrap(extents);
    List<Long> shape = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      shape.add(numbers.getInt() & 0xFFFFFFFFL);
    }
    return new NumberArray(in, format, shape);
  }

  private static NumberFormat.Kind kind(DataInput in, int code) {
    return switch (code) {
      case 0x08 -> NumberFormat.Kind.UINT8;
      case 0x09 -> NumberFormat.Kind.INT8;
      case 0x0B -> NumberFormat.Kind.INT16;
      case 0x0C -> NumberFormat.Kind.INT32;
      case 0x0D -> NumberFormat.Kind.FLOAT32;
      case 0x0E -> NumberFormat.Kind.FLOAT64;
      default ->
          throw new DataException(
              "%s has numbers of kind 0x%02X; an IDX file has 08, 09, 0B, 0C, 0D or 0E."
                  .formatted(in.name(), code));
    };
  }

  private static DataException truncated(DataInput in) {
    return new DataException(in.name() + " ends within its header; copy it again.");
  }
}
