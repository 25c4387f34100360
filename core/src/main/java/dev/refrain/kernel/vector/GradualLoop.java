package dev.refrain.kernel.vector;

/// A compiled program that is called on little work at a time until HotSpot has had reason enough to
/// compile it whole.
///
/// HotSpot's best compiler takes a method up after some 600 calls with 15,000 turns of its loops.
/// Until then vector code runs a thousand times slower, and a method that is called seldom, with long
/// loops, is entered by on-stack replacement alone, with its vectors in objects. So the first work is
/// cut into many calls: none of it is done for nothing, and a program that has little to do, such as
/// one step of one sequence, is not held up.
final class GradualLoop implements PointwiseLoop {
  private static final int CALLS = 1_000;
  private static final int PIECE = 20 * Lanes.COUNT;

  private final PointwiseLoop loop;
  private int callsLeft = CALLS; // threads may count at the same time: it need not be exact

  GradualLoop(PointwiseLoop loop) {
    this.loop = loop;
  }

  @Override
  public void run(
      float[][] arrays, int[] offsets, int[] rowStrides, float[] scalars, int rows, int columns) {
    if (callsLeft <= 0) {
      loop.run(arrays, offsets, rowStrides, scalars, rows, columns);
    } else {
      runPieces(arrays, offsets, rowStrides, scalars, rows, columns);
    }
  }

  private void runPieces(
      float[][] arrays, int[] offsets, int[] rowStrides, float[] scalars, int rows, int columns) {
    int[] from = new int[offsets.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += PIECE) {
        for (int operand = 0; operand < from.length; operand++) {
          from[operand] = offsets[operand] + row * rowStrides[operand] + column;
        }
        loop.run(arrays, from, rowStrides, scalars, 1, Math.min(PIECE, columns - column));
        callsLeft--;
      }
    }
  }
}
