package dev.refrain.kernel.vector;

/// The innermost part of a matrix product, for a fixed number of rows and panels: see
/// [MicroKernels] for how it is made.
interface MicroKernel {
  /// `product[blocks · R, columns] = left[blocks · R, depth] · panels[depth, columns]`, or `+=`
  /// when `accumulate`.
  ///
  /// @param blocks how often the tile is repeated downwards
  /// @param depth rows of the panels to go through, at least 1
  /// @param leftRow distance of the left operand's rows
  /// @param leftColumn distance of the left operand's columns
  /// @param panelDistance from one panel's beginning to the next's
  /// @param columns how many columns of the product the tile covers
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
      float[] product,
      int productOffset,
      int productRow,
      int columns,
      boolean accumulate);
}
