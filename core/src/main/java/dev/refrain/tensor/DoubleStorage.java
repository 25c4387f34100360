package dev.refrain.tensor;

/// Double-precision numbers in a host array.
@SuppressWarnings("ArrayRecordComponent") // a window onto the numbers, not a value
public record DoubleStorage(double[] array) implements Storage {
  @Override
  public int length() {
    return array.length;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public double get(int index) {
    return array[index];
  }

  @Override
  public void set(int index, double value) {
    array[index] = value;
  }
}
