package dev.refrain.kernel.vector;

/// The innermost part of a matrix product, for a fixed number of rows and panels: see
/// [MicroKernels] for how it is made.
interface MicroKernel {
  /// `product[blocks · R, columns] = begin[blocks · R, columns] + left[blocks · R, depth] · panels[depth, columns]`.
  ///
  /// @param blocks how often the tile is repeated downwards
  /// @param depth rows of the panels to go through, at least 1
  /// @param leftRow distance of the left operand's rows
  /// @param leftColumn distance of the left operand's columns
  /// @param panelDistance from one panel's beginning to the next's
  /// @param begin what the product begins from, which may be the product itself; null for zeros
  /// @param beginRow distance of the rows of `begin`, which may be 0
  /// @param columns columns of the product; a kernel made for a tile knows how many it covers
  void run(
      int blocks,
      int depth,
      float[] left,
      int leftOffset,
      int leftRow,
      int leftColumn,
      float[] packed,
      int packedOffset,
      int panelDistance,
      float[] begin,
      int beginOffset,
      int beginRow,
      float[] product,
      int productOffset,
      int productRow,
      int columns);
}
