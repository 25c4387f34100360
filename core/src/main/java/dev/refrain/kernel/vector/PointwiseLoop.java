package dev.refrain.kernel.vector;

/// A pointwise program compiled to a loop over whole vectors: see [PointwiseCompiler].
interface PointwiseLoop {
  /// Computes `rows × columns` elements.
  ///
  /// @param arrays each operand's numbers
  /// @param offsets where each operand begins
  /// @param rowStrides distance of each operand's rows
  /// @param columns a multiple of the lanes
  void run(
      float[][] arrays, int[] offsets, int[] rowStrides, float[] scalars, int rows, int columns);
}
