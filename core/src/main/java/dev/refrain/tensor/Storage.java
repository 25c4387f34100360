package dev.refrain.tensor;

/// The numbers behind one or several tensors. Only kernels and the edges of the library look
/// inside; a device buffer will be a further kind.
public sealed interface Storage permits FloatStorage, DoubleStorage {

  /// How many numbers a tensor leaves unused before its first where it has a storage to itself. An
  /// array's numbers begin 16 bytes after its object, so if the machine aligns objects to 64 bytes
  /// (`-XX:ObjectAlignmentInBytes=64`, which the launcher gives) the float of this index begins a
  /// cache line, and no vector of 64 bytes straddles two. Without that option it does no harm.
  int LEAD = 12;

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
