package dev.refrain.tensor;

/// A movable two-dimensional window on a storage: element `(r, c)` lies at
/// `offset + r * rowStride + c * columnStride`. Every kernel takes its operands as windows, so a
/// time loop moves a few windows along instead of making new tensors, and a transpose or a
/// broadcast (a stride of zero) costs nothing.
///
/// A window is not safe to share between threads: it belongs to the loop that moves it.
public final class Matrix {
  private Storage storage;
  private int offset;
  private int rows;
  private final int columns;
  private final int rowStride;
  private final int columnStride;

  private Matrix(
      Storage storage, int offset, int rows, int columns, int rowStride, int columnStride) {
    this.storage = storage;
    this.columns = columns;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
    this.offset = offset;
    this.rows = rows;
    check();
  }

  /// A window on nothing yet, without rows, to be placed by [#moveTo(Storage, int, int)].
  public static Matrix unplaced(int columns, int rowStride) {
    return new Matrix(null, 0, 0, columns, rowStride, 1);
  }

  /// The whole tensor, all axes but the innermost taken together as rows.
  public static Matrix of(Tensor tensor) {
    Shape shape = tensor.shape();
    int columns = shape.columns();
    return new Matrix(tensor.storage(), tensor.offset(), shape.rows(), columns, columns, 1);
  }

  /// The whole tensor cut into `rows` rows of equal length; one row takes all elements together.
  ///
  /// @throws IllegalArgumentException if the number of elements is not a multiple of `rows`
  public static Matrix ofRows(Tensor tensor, int rows) {
    int size = tensor.shape().size();
    int columns = rows == 0 ? 0 : size / rows;
    if (columns * rows != size) {
      throw new IllegalArgumentException("%s cut into %d rows".formatted(tensor, rows));
    }
    return new Matrix(tensor.storage(), tensor.offset(), rows, columns, columns, 1);
  }

  /// A vector `[columns]` read as a matrix of `rows` equal rows.
  public static Matrix broadcast(Tensor vector, int rows) {
    return new Matrix(vector.storage(), vector.offset(), rows, vector.shape().size(), 0, 1);
  }

  /// A window with columns and rows exchanged.
  public Matrix transposed() {
    return new Matrix(storage, offset, columns, rows, columnStride, rowStride);
  }

  /// A window on the columns `[from, to)` of this one.
  public Matrix columns(int from, int to) {
    if (from < 0 || to < from || to > columns) {
      throw new IllegalArgumentException(
          "columns [%d, %d) of a matrix with %d".formatted(from, to, columns));
    }
    return new Matrix(
        storage, offset + from * columnStride, rows, to - from, rowStride, columnStride);
  }

  /// A new window on the rows `[from, to)` of this one.
  public Matrix rows(int from, int to) {
    if (from < 0 || to < from || to > rows) {
      throw new IllegalArgumentException(
          "rows [%d, %d) of a matrix with %d".formatted(from, to, rows));
    }
    return new Matrix(
        storage, offset + from * rowStride, to - from, columns, rowStride, columnStride);
  }

  /// Moves this window so that it begins at `newOffset` of the storage and shows `newRows` rows.
  ///
  /// @throws IndexOutOfBoundsException if it would leave the storage
  public Matrix moveTo(int newOffset, int newRows) {
    offset = newOffset;
    rows = newRows;
    check();
    return this;
  }

  /// Moves this window to another storage; its columns and strides stay.
  ///
  /// @throws IndexOutOfBoundsException if it would leave that storage
  public Matrix moveTo(Storage newStorage, int newOffset, int newRows) {
    storage = newStorage;
    return moveTo(newOffset, newRows);
  }

  private void check() {
    if (rows < 0 || columns < 0 || rowStride < 0 || columnStride < 0) {
      throw new IllegalArgumentException("negative extent or stride in " + this);
    }
    if (rows > 0 && columns > 0) {
      long last = offset + (long) (rows - 1) * rowStride + (long) (columns - 1) * columnStride;
      if (offset < 0 || last >= storage.length()) {
        throw new IndexOutOfBoundsException(this + " leaves its storage of " + storage.length());
      }
    }
  }

  public Storage storage() {
    return storage;
  }

  public int offset() {
    return offset;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int rowStride() {
    return rowStride;
  }

  public int columnStride() {
    return columnStride;
  }

  /// One element; for edges and reference code.
  public double get(int row, int column) {
    return storage.get(offset + row * rowStride + column * columnStride);
  }

  /// Stores one element; for edges and reference code.
  public void set(int row, int column, double value) {
    storage.set(offset + row * rowStride + column * columnStride, value);
  }

  @Override
  public String toString() {
    return "matrix [%d, %d] at %d, strides %d and %d"
        .formatted(rows, columns, offset, rowStride, columnStride);
  }
}
