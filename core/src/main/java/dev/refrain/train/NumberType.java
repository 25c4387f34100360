package dev.refrain.train;

/// How a safetensors file stores numbers.
enum NumberType {
  F64(8),
  F32(4),
  F16(2),
  /// The upper half of an F32.
  BF16(2);

  final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }
}
