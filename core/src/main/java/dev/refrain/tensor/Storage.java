package dev.refrain.tensor;

/// The numbers behind one or several tensors. Only kernels and the edges of the library look
/// inside; a device buffer will be a further kind.
public sealed interface Storage permits FloatStorage, DoubleStorage {

  /// Makes storage of `length` zeros.
  static Storage allocate(Precision precision, int length) {
    return switch (precision) {
      case FLOAT32 -> new FloatStorage(new float[length]);
      case FLOAT64 -> new DoubleStorage(new double[length]);
    };
  }

  /// How many numbers there are.
  int length();

  /// What kind of numbers they are.
  Precision precision();

  /// The number at `index`; for edges and tests, not for loops that matter.
  double get(int index);

  /// Stores a number at `index`, rounded to this storage's precision.
  void set(int index, double value);
}
