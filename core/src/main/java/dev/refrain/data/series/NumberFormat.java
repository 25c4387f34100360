package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How the numbers of an array lie in a file.
///
/// @param kind what they are
/// @param order of their bytes
record NumberFormat(Kind kind, ByteOrder order) {
  enum Kind {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    INT64(8),
    FLOAT16(2),
    FLOAT32(4),
    FLOAT64(8);

    final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    boolean whole() {
      return this != FLOAT16 && this != FLOAT32 && this != FLOAT64;
    }
  }

  int bytes() {
    return kind.bytes;
  }

  double read(ByteBuffer from, int position) {
    return switch (kind) {
      case UINT8 -> from.get(position) & 0xFF;
      case INT8 -> from.get(position);
      case UINT16 -> from.getShort(position) & 0xFFFF;
      case INT16 -> from.getShort(position);
      case UINT32 -> from.getInt(position) & 0xFFFFFFFFL;
      case INT32 -> from.getInt(position);
      case INT64 -> from.getLong(position);
      case FLOAT16 -> Float.float16ToFloat(from.getShort(position));
      case FLOAT32 -> from.getFloat(position);
      case FLOAT64 -> from.getDouble(position);
    };
  }

  /// Reads so many bytes of numbers.
  ///
  /// @throws DataException if the file ends before
  ByteBuffer next(DataInput in, int byteCount) {
    byte[] bytes = in.readNBytes(byteCount);
    if (bytes.length < byteCount) {
      throw new DataException(
          "%s ends before its last number, which its first bytes announce; copy it again."
              .formatted(in.name()));
    }
    return ByteBuffer.wrap(bytes).order(order);
  }
}
