package dev.refrain.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Locale;
import java.util.Optional;

/// Makes [MicroKernel]s: for a tile of so many rows and vectors one loop over the depth, with one
/// accumulator in a local variable for each vector of the tile.
final class MicroKernels {

  /// How the numbers of the left operand lie. Where their distance is known here, it is part of the
  /// processor's addresses, and HotSpot tests the bounds of arrays once, in front of the loop. A core that
  /// begins six instructions a cycle has no room for such work beside two multiply-adds.
  enum Left {
    /// Those of a row side by side.
    ROWS,
    /// Those of a column of the tile side by side, column behind column.
    TILES,
    /// At any distances.
    STRIDES
  }

  /// What a kernel is made for.
  ///
  /// @param left how the left operand lies
  /// @param rows rows of the tile
  /// @param vectors vectors of a row, each from a panel of its own
  record Tile(Left left, int rows, int vectors) {
    int columns() {
      return vectors * Lanes.COUNT;
    }

    String className() {
      String order = left.name().charAt(0) + left.name().substring(1).toLowerCase(Locale.ROOT);
      return "Product%s%dx%d".formatted(order, rows, vectors);
    }
  }

  private static final int WARM_DEPTH = 26;

  /// How many times as fast as the plain form a kernel has to be on little work: well compiled ones are five times
  /// as fast and more, badly compiled ones up to twice.
  private static final int TIMES = 3;

  // Parameters of MicroKernel.run, as local variable slots (0 is `this`).
  private static final int BLOCKS = 1;
  private static final int DEPTH = 2;
  private static final int LEFT = 3;
  private static final int LEFT_OFFSET = 4;
  private static final int LEFT_ROW = 5;
  private static final int LEFT_COLUMN = 6;
  private static final int PACKED = 7;
  private static final int PACKED_OFFSET = 8;
  private static final int PANEL_DISTANCE = 9;
  private static final int BEGIN = 10;
  private static final int BEGIN_OFFSET = 11;
  private static final int BEGIN_ROW = 12;
  private static final int PRODUCT = 13;
  private static final int PRODUCT_OFFSET = 14;
  private static final int PRODUCT_ROW = 15;

  private final Tile tile;
  private final VectorCode vector;
  private final CodeBuilder code;
  private final int depthIndex;
  private final int leftStep;
  private final int broadcast;
  private final int[] leftRows;
  private final int[] panelOffsets;
  private final int[] panelVectors;
  private final int[] accumulators;

  private MicroKernels(Tile tile, VectorCode vector) {
    this.tile = tile;
    this.vector = vector;
    code = vector.code;
    depthIndex = vector.integer();
    leftStep = vector.integer();
    broadcast = vector.reference();
    leftRows = vector.integers(tile.rows());
    panelOffsets = vector.integers(tile.vectors());
    panelVectors = vector.references(tile.vectors());
    accumulators = vector.references(tile.rows() * tile.vectors());
  }

  /// A kernel that is handed out when HotSpot has compiled it.
  static WarmUp<MicroKernel> warmUp(Tile tile) {
    return new WarmUp<>(
        () -> Optional.of(of(tile)),
        kernel -> littleWork(kernel, 1, tile),
        littleWork(new PlainProduct(), tile.rows(), tile),
        TIMES);
  }

  static MicroKernel of(Tile tile) {
    return VectorCode.implement(
        MicroKernel.class, tile.className(), vector -> new MicroKernels(tile, vector).write());
  }

  /// A product of a single tile.
  private static Runnable littleWork(MicroKernel kernel, int blocks, Tile tile) {
    int width = tile.columns();
    int distance = Panels.WIDTH * WARM_DEPTH;
    float[] left = new float[tile.rows() * WARM_DEPTH];
    float[] packed = new float[width * WARM_DEPTH];
    float[] product = new float[tile.rows() * width];
    int[] calls = new int[1];
    return () ->
        kernel.run(
            blocks,
            WARM_DEPTH,
            left,
            0,
            WARM_DEPTH,
            1,
            packed,
            0,
            distance,
            calls[0]++ % 2 == 0 ? product : null,
            0,
            width,
            product,
            0,
            width,
            width);
  }

  private void write() {
    for (int panel = 0; panel < tile.vectors(); panel++) {
      code.iload(PACKED_OFFSET).iload(PANEL_DISTANCE).loadConstant(panel).imul().iadd();
      code.istore(panelOffsets[panel]);
    }
    Label nextBlock = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(nextBlock).iload(BLOCKS).ifle(done);
    for (int row = 0; row < tile.rows(); row++) {
      code.iload(LEFT_OFFSET).iload(LEFT_ROW).loadConstant(row).imul().iadd();
      code.istore(leftRows[row]);
    }
    beginAccumulators();
    writeDepthLoop();
    for (int row = 0; row < tile.rows(); row++) {
      for (int v = 0; v < tile.vectors(); v++) {
        code.aload(accumulators[row * tile.vectors() + v]).aload(PRODUCT);
        index(PRODUCT_OFFSET, PRODUCT_ROW, row, v);
        vector.store();
      }
    }
    advance(LEFT_OFFSET, LEFT_ROW);
    advance(BEGIN_OFFSET, BEGIN_ROW);
    advance(PRODUCT_OFFSET, PRODUCT_ROW);
    code.iinc(BLOCKS, -1).goto_(nextBlock).labelBinding(done).return_();
  }

  private void beginAccumulators() {
    Label fresh = code.newLabel();
    Label begun = code.newLabel();
    code.aload(BEGIN).ifnull(fresh);
    for (int row = 0; row < tile.rows(); row++) {
      for (int v = 0; v < tile.vectors(); v++) {
        vector.species();
        code.aload(BEGIN);
        index(BEGIN_OFFSET, BEGIN_ROW, row, v);
        vector.load();
        code.astore(accumulators[row * tile.vectors() + v]);
      }
    }
    code.goto_(begun).labelBinding(fresh);
    for (int accumulator : accumulators) {
      vector.constant(0);
      code.astore(accumulator);
    }
    code.labelBinding(begun);
  }

  /// Tested at its end, so that what is stored behind it comes right out of a multiply-add, whose
  /// class the compiler knows. Behind a loop tested at its beginning it would be whatever the local
  /// variable holds, a vector of unknown class; where HotSpot has compiled without a profile, as it
  /// does when many compilations wait, the store would then be a call that needs all accumulators as
  /// objects, made anew for each step of the loop.
  private void writeDepthLoop() {
    Label next = code.newLabel();
    code.iconst_0().istore(depthIndex).iconst_0().istore(leftStep);
    code.labelBinding(next);
    writeStep();
    if (tile.left() == Left.STRIDES) {
      code.iload(leftStep).iload(LEFT_COLUMN).iadd().istore(leftStep);
    }
    code.iinc(depthIndex, 1).iload(depthIndex).iload(DEPTH).if_icmplt(next);
  }

  /// The multiply-adds of one row of the panels. One row a turn: HotSpot reads ahead whatever a turn needs, and
  /// with two that is more than there are registers.
  private void writeStep() {
    for (int v = 0; v < tile.vectors(); v++) {
      vector.species();
      code.aload(PACKED).iload(panelOffsets[v]);
      code.iload(depthIndex).loadConstant(Panels.WIDTH).imul().iadd();
      vector.load();
      code.astore(panelVectors[v]);
    }
    for (int row = 0; row < tile.rows(); row++) {
      vector.species();
      code.aload(LEFT);
      leftIndex(row);
      code.faload();
      vector.broadcast();
      code.astore(broadcast);
      for (int v = 0; v < tile.vectors(); v++) {
        int accumulator = accumulators[row * tile.vectors() + v];
        code.aload(broadcast).aload(panelVectors[v]).aload(accumulator);
        vector.multiplyAdd();
        code.astore(accumulator);
      }
    }
  }

  private void leftIndex(int row) {
    switch (tile.left()) {
      case ROWS -> code.iload(leftRows[row]).iload(depthIndex).iadd();
      case TILES -> {
        code.iload(LEFT_OFFSET).iload(depthIndex).loadConstant(tile.rows()).imul().iadd();
        code.loadConstant(row).iadd();
      }
      case STRIDES -> code.iload(leftRows[row]).iload(leftStep).iadd();
    }
  }

  private void index(int offset, int distance, int row, int v) {
    code.iload(offset).iload(distance).loadConstant(row).imul().iadd();
    code.loadConstant(v * Lanes.COUNT).iadd();
  }

  private void advance(int offset, int distance) {
    code.iload(offset).iload(distance).loadConstant(tile.rows()).imul().iadd().istore(offset);
  }
}
