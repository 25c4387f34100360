package dev.refrain.tensor;

import java.util.Arrays;

/// The extents of a tensor, outermost first: `[T, B, H]` is a batch of sequences by time.
public final class Shape {
  private final int[] extents;
  private final int size;

  private Shape(int[] extents) {
    long product = 1;
    for (int extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(extents));
      }
      product = Math.multiplyExact(product, extent);
      if (product > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(extents) + " has more elements than one array can hold");
      }
    }
    this.extents = extents;
    this.size = (int) product;
  }

  /// A shape of these extents; none at all is the shape of a single number.
  ///
  /// @throws IllegalArgumentException if an extent is negative or the product exceeds an array
  public static Shape of(int... extents) {
    return new Shape(extents.clone());
  }

  /// A vector's shape; see [#of(int...)].
  public static Shape of(int columns) {
    return new Shape(new int[] {columns});
  }

  /// A matrix's shape; see [#of(int...)].
  public static Shape of(int rows, int columns) {
    return new Shape(new int[] {rows, columns});
  }

  /// The shape of a sequence of matrices; see [#of(int...)].
  public static Shape of(int steps, int rows, int columns) {
    return new Shape(new int[] {steps, rows, columns});
  }

  /// How many extents there are.
  public int rank() {
    return extents.length;
  }

  /// The extent of one axis; negative axes count from the end, so `-1` is the innermost.
  public int extent(int axis) {
    return extents[axis < 0 ? extents.length + axis : axis];
  }

  /// The number of elements.
  public int size() {
    return size;
  }

  /// The innermost extent, or 1 for a single number.
  public int columns() {
    return extents.length == 0 ? 1 : extents[extents.length - 1];
  }

  /// The product of all extents but the innermost: the rows of the tensor read as a matrix.
  public int rows() {
    int rows = 1;
    for (int axis = 0; axis < extents.length - 1; axis++) {
      rows *= extents[axis];
    }
    return rows;
  }

  /// The same shape with another innermost extent.
  public Shape withColumns(int columns) {
    int[] changed = extents.clone();
    changed[changed.length - 1] = columns;
    return new Shape(changed);
  }

  /// This shape with a further, innermost axis.
  public Shape with(int columns) {
    int[] longer = Arrays.copyOf(extents, extents.length + 1);
    longer[extents.length] = columns;
    return new Shape(longer);
  }

  /// A copy of the extents.
  public int[] toArray() {
    return extents.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
