package dev.refrain.tensor;

/// The kind of number a tensor holds: float32 for work, float64 for checking gradients.
public enum Precision {
  /// IEEE 754 single precision, four bytes.
  FLOAT32,
  /// IEEE 754 double precision, eight bytes.
  FLOAT64
}
