package dev.refrain.tensor;

/// Single-precision numbers in a host array.
@SuppressWarnings("ArrayRecordComponent") // a window onto the numbers, not a value
public record FloatStorage(float[] array) implements Storage {
  @Override
  public int length() {
    return array.length;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  @Override
  public double get(int index) {
    return array[index];
  }

  @Override
  public void set(int index, double value) {
    array[index] = (float) value;
  }
}
