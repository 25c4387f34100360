package dev.refrain.kernel.vector;

import dev.refrain.kernel.vector.MicroKernels.Left;
import dev.refrain.kernel.vector.MicroKernels.Tile;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The [MicroKernel]s for one way in which the left operand lies, each made when it is first needed.
final class TileKernels {
  /// Rows of the main tile.
  static final int ROWS = Lanes.COUNT == 8 ? 6 : 8;

  /// Accumulators of a tile: as many as the registers hold besides a row of the panels. The more, the fewer numbers are
  /// read for each multiply-add. AVX2 has 16 registers; AVX-512 and NEON have 32.
  static final int ACCUMULATORS = Lanes.COUNT == 8 ? 12 : 24;

  static final TileKernels OF_ROWS = new TileKernels(Left.ROWS);
  static final TileKernels OF_TILES = new TileKernels(Left.TILES);
  static final TileKernels OF_STRIDES = new TileKernels(Left.STRIDES);

  private final Left left;
  private final AtomicReferenceArray<WarmUp<MicroKernel>> begun =
      new AtomicReferenceArray<>(ROWS * ACCUMULATORS);

  private TileKernels(Left left) {
    this.left = left;
  }

  /// The kernel for a tile, or null as long as it is not compiled: then [PlainProduct] gives the
  /// same bits.
  ///
  /// @param vectors vectors of a row
  MicroKernel of(int rows, int vectors) {
    int index = (rows - 1) * ACCUMULATORS + vectors - 1;
    WarmUp<MicroKernel> kernel = begun.get(index);
    if (kernel == null) {
      kernel = begin(index, new Tile(left, rows, vectors));
    }
    return kernel.compiled();
  }

  private synchronized WarmUp<MicroKernel> begin(int index, Tile tile) {
    WarmUp<MicroKernel> kernel = begun.get(index);
    if (kernel == null) {
      kernel = MicroKernels.warmUp(tile);
      begun.set(index, kernel);
    }
    return kernel;
  }
}
