package dev.refrain.tensor;

/// A row-major, contiguous block of numbers with a [Shape]. Several tensors may share one
/// [Storage]: [#reshape] and [#slice] are views, never copies.
public final class Tensor {
  private final Storage storage;
  private final int offset;
  private final Shape shape;

  private Tensor(Storage storage, int offset, Shape shape) {
    if (offset < 0 || offset + shape.size() > storage.length()) {
      throw new IllegalArgumentException(
          "shape %s at offset %d does not fit storage of %d"
              .formatted(shape, offset, storage.length()));
    }
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
  }

  /// A tensor over the elements of a storage from `offset` on; the storage may be longer.
  ///
  /// @throws IllegalArgumentException if the shape does not fit
  public static Tensor over(Storage storage, int offset, Shape shape) {
    return new Tensor(storage, offset, shape);
  }

  /// A float32 tensor of zeros.
  public static Tensor zeros(int... extents) {
    return zeros(Precision.FLOAT32, Shape.of(extents));
  }

  /// A tensor of zeros.
  public static Tensor zeros(Precision precision, Shape shape) {
    Storage storage = Storage.allocate(precision, Storage.LEAD + shape.size());
    return over(storage, Storage.LEAD, shape);
  }

  /// A float32 tensor holding `values` (not copied).
  ///
  /// @throws IllegalArgumentException if the number of values is not the shape's size
  public static Tensor of(float[] values, int... extents) {
    Shape shape = Shape.of(extents);
    checkCount(values.length, shape);
    return over(new FloatStorage(values), 0, shape);
  }

  /// A float64 tensor holding `values` (not copied).
  ///
  /// @throws IllegalArgumentException if the number of values is not the shape's size
  public static Tensor of(double[] values, int... extents) {
    Shape shape = Shape.of(extents);
    checkCount(values.length, shape);
    return over(new DoubleStorage(values), 0, shape);
  }

  private static void checkCount(int count, Shape shape) {
    if (count != shape.size()) {
      throw new IllegalArgumentException(count + " values for shape " + shape);
    }
  }

  public Storage storage() {
    return storage;
  }

  /// Where in the storage this tensor begins.
  public int offset() {
    return offset;
  }

  public Shape shape() {
    return shape;
  }

  public Precision precision() {
    return storage.precision();
  }

  /// The same numbers under another shape of equal size.
  public Tensor reshape(int... extents) {
    return reshape(Shape.of(extents));
  }

  /// The same numbers under another shape of equal size.
  public Tensor reshape(Shape other) {
    checkCount(shape.size(), other);
    return new Tensor(storage, offset, other);
  }

  /// The part `[from, to)` of the outermost axis, as a view.
  public Tensor slice(int from, int to) {
    int extent = shape.extent(0);
    if (from < 0 || to < from || to > extent) {
      throw new IllegalArgumentException("slice [%d, %d) of shape %s".formatted(from, to, shape));
    }
    int[] extents = shape.toArray();
    int stride = extent == 0 ? 0 : shape.size() / extent;
    extents[0] = to - from;
    return new Tensor(storage, offset + from * stride, Shape.of(extents));
  }

  /// One element, by its row-major position.
  public double get(int position) {
    return storage.get(offset + checkPosition(position));
  }

  /// Stores one element, by its row-major position.
  public void set(int position, double value) {
    storage.set(offset + checkPosition(position), value);
  }

  private int checkPosition(int position) {
    if (position < 0 || position >= shape.size()) {
      throw new IndexOutOfBoundsException("position " + position + " of shape " + shape);
    }
    return position;
  }

  /// The only element of a tensor that has just one.
  public double item() {
    if (shape.size() != 1) {
      throw new IllegalStateException("item() of a tensor of shape " + shape);
    }
    return storage.get(offset);
  }

  /// A number that depends on every bit of every element and its place: tensors of one shape with
  /// the same fingerprint hold, but for a chance of one in 2⁶⁴, the same numbers.
  public long fingerprint() {
    long sum = 0;
    if (storage instanceof FloatStorage(float[] array)) {
      for (int i = 0; i < shape.size(); i++) {
        sum += mixed(Float.floatToRawIntBits(array[offset + i]), i);
      }
    } else {
      for (int i = 0; i < shape.size(); i++) {
        sum += mixed(Double.doubleToRawLongBits(storage.get(offset + i)), i);
      }
    }
    return sum;
  }

  private static long mixed(long bits, int place) {
    long mixed = (bits ^ (place + 1L) * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (mixed ^ mixed >>> 29) * 0x94D049BB133111EBL;
  }

  /// A copy of the numbers as floats.
  public float[] toArray() {
    float[] values = new float[shape.size()];
    copyTo(values);
    return values;
  }

  /// Writes the numbers to the beginning of an array.
  ///
  /// @throws IndexOutOfBoundsException if the array is too short
  public void copyTo(float[] values) {
    if (storage instanceof FloatStorage floats) {
      System.arraycopy(floats.array(), offset, values, 0, shape.size());
    } else {
      for (int i = 0; i < shape.size(); i++) {
        values[i] = (float) storage.get(offset + i);
      }
    }
  }

  /// A copy of the numbers as doubles.
  public double[] toDoubles() {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = storage.get(offset + i);
    }
    return values;
  }

  /// Overwrites this tensor with the numbers of another of the same shape, rounding where the
  /// precisions differ.
  public void copyFrom(Tensor source) {
    if (!shape.equals(source.shape)) {
      throw new IllegalArgumentException("copy of " + source.shape + " into " + shape);
    }
    if (storage instanceof FloatStorage(float[] to)
        && source.storage instanceof FloatStorage(float[] from)) {
      System.arraycopy(from, source.offset, to, offset, shape.size());
    } else {
      for (int i = 0; i < shape.size(); i++) {
        storage.set(offset + i, source.storage.get(source.offset + i));
      }
    }
  }

  /// Overwrites this tensor with as many numbers.
  ///
  /// @throws IllegalArgumentException if there are more or fewer
  public void copyFrom(float[] values) {
    checkCount(values.length, shape);
    if (storage instanceof FloatStorage(float[] to)) {
      System.arraycopy(values, 0, to, offset, values.length);
    } else {
      for (int i = 0; i < values.length; i++) {
        storage.set(offset + i, values[i]);
      }
    }
  }

  /// A copy with its own storage.
  public Tensor copy() {
    return convert(precision());
  }

  /// A copy in another precision.
  public Tensor convert(Precision precision) {
    Tensor copy = zeros(precision, shape);
    copy.copyFrom(this);
    return copy;
  }

  @Override
  public String toString() {
    return precision() + " tensor " + shape;
  }
}
