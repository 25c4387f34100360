package dev.refrain.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class MatrixProductTest {
  private static final long SEED = 20250301;
  private static final Kernels FAST = new VectorKernels();
  private static final Kernels SLOW = ReferenceKernels.float32();

  private final Rng rng = Rng.seeded(SEED);

  @Test
  void everyRowCountOfTheTileAgrees() {
    for (int rows = 1; rows <= 18; rows++) {
      check(rows, 2 * Lanes.COUNT + 5, 19, rows % 2 == 0);
    }
  }

  @Test
  void everyColumnTailAgrees() {
    for (int columns = 1; columns <= 7 * Panels.WIDTH + 1; columns++) {
      check(9, columns, 7, columns % 2 == 1);
    }
  }

  @Test
  void manyPanelsOfASingleRowAgree() {
    for (int panels = 1; panels <= 26; panels++) {
      check(1, panels * Panels.WIDTH, 33, false);
      check(2, panels * Panels.WIDTH - 1, 33, true);
    }
  }

  @Test
  void deepProductsInPiecesAgree() {
    for (int depth : new int[] {255, 256, 257, 300, 513, 1000}) {
      check(17, Panels.WIDTH + 3, depth, depth % 2 == 0);
      check(3, Panels.WIDTH + 3, depth, false);
    }
  }

  @Test
  void manyRowsInPiecesAgree() {
    check(500, 40, 65, false);
    check(500, 40, 300, true);
  }

  @Test
  void fewRowsAgreeWithAnOperandThatLiesAsItIs() {
    for (Twin.Layout layout : Twin.Layout.values()) {
      for (int rows : new int[] {1, 2, 7}) {
        for (int columns : new int[] {1, 3, 4 * Lanes.COUNT, 4 * Lanes.COUNT + 7, 150}) {
          for (int depth : new int[] {1, Lanes.COUNT + 5, 5 * Lanes.COUNT, 300}) {
            Twin left = Twin.random(rng, rows, depth, Twin.Layout.SPACED);
            Twin right = Twin.random(rng, depth, columns, layout);
            Twin product = Twin.random(rng, rows, columns, Twin.Layout.SPACED);
            boolean accumulate = (rows + columns) % 2 == 0;
            FAST.multiplyUnpacked(left.fast(), right.fast(), product.fast(), accumulate);
            SLOW.multiplyUnpacked(left.slow(), right.slow(), product.slow(), accumulate);
            product.assertAgree(
                1e-4, "%d×%d×%d %s, seed %d".formatted(rows, columns, depth, layout, SEED));
          }
        }
      }
    }
  }

  @Test
  void depthZeroClearsOrKeeps() {
    check(9, 5, 0, false);
    check(9, 5, 0, true);
  }

  @Test
  void notANumberSpreadsAlongItsRowOnly() {
    Twin left = Twin.random(rng, 12, 6, Twin.Layout.DENSE);
    left.set(4, 2, Double.NaN);
    left.set(9, 1, Double.POSITIVE_INFINITY);
    Twin right = Twin.random(rng, 6, 21, Twin.Layout.DENSE);
    Twin product = Twin.random(rng, 12, 21, Twin.Layout.SPACED);
    multiply(left, right, product, false);
    product.assertAgree(1e-5, "with NaN, seed " + SEED);
    assertThat(product.fast().get(4, 20)).isNaN();
  }

  @Test
  void bitsAreThoseOfMultiplyAddsInOrder() {
    for (Twin.Layout layout : Twin.Layout.values()) {
      checkBits(11, 37, 700, layout);
      checkBits(3, 20 * Panels.WIDTH + 7, 67, layout);
      checkBits(TileKernels.ROWS, 5, 3, layout);
    }
  }

  @Test
  void aProductBeginsFromABias() {
    for (int rows : new int[] {1, 7, 300}) {
      for (int depth : new int[] {0, 5, 600}) {
        for (Twin.Layout layout : Twin.Layout.values()) {
          checkBias(rows, 5 * Panels.WIDTH + 3, depth, layout);
        }
      }
    }
  }

  private void checkBias(int rows, int columns, int depth, Twin.Layout layout) {
    Twin left = Twin.random(rng, rows, depth, Twin.Layout.SPACED);
    Twin right = Twin.random(rng, depth, columns, Twin.Layout.DENSE);
    Twin begin = Twin.random(rng, rows, columns, layout);
    Twin product = Twin.random(rng, rows, columns, Twin.Layout.SPACED);
    affine(FAST, left.fast(), right.fast(), begin.fast(), product.fast());
    affine(SLOW, left.slow(), right.slow(), begin.slow(), product.slow());
    product.assertAgree(2e-6 * (depth + 3), "%d rows, depth %d".formatted(rows, depth));
    Tensor bias = random(columns);
    affine(FAST, left.fast(), right.fast(), Matrix.broadcast(bias, rows), product.fast());
    Matrix copied = Matrix.of(Tensor.zeros(rows, columns));
    FAST.copy(Matrix.broadcast(bias, rows), copied);
    multiply(FAST, left.fast(), right.fast(), copied, true);
    for (int m = 0; m < rows; m++) {
      for (int n = 0; n < columns; n++) {
        assertThat(product.fast().get(m, n)).isEqualTo(copied.get(m, n));
      }
    }
  }

  private Tensor random(int size) {
    Tensor vector = Tensor.zeros(size);
    for (int i = 0; i < size; i++) {
      vector.set(i, rng.nextGaussian());
    }
    return vector;
  }

  private static void affine(
      Kernels kernels, Matrix left, Matrix right, Matrix begin, Matrix product) {
    kernels.affine(left, packed(kernels, right), begin, product);
  }

  /// The same expectation for kernels and for what stands in for them.
  private void checkBits(int rows, int columns, int depth, Twin.Layout layout) {
    for (boolean accumulate : new boolean[] {false, true}) {
      Twin left = Twin.random(rng, rows, depth, layout);
      Twin right = Twin.random(rng, depth, columns, Twin.Layout.DENSE);
      Twin product = Twin.random(rng, rows, columns, Twin.Layout.SPACED);
      multiply(FAST, left.fast(), right.fast(), product.fast(), accumulate);
      for (int m = 0; m < rows; m++) {
        for (int n = 0; n < columns; n++) {
          float sum = accumulate ? (float) product.slow().get(m, n) : 0;
          for (int k = 0; k < depth; k++) {
            sum = Math.fma((float) left.slow().get(m, k), (float) right.slow().get(k, n), sum);
          }
          assertThat((float) product.fast().get(m, n)).as("seed %d", SEED).isEqualTo(sum);
        }
      }
    }
  }

  @Test
  void disagreeingExtentsAreRefused() {
    Matrix left = Matrix.of(Tensor.zeros(3, 4));
    Matrix product = Matrix.of(Tensor.zeros(2, 5));
    Storage packed = Storage.allocate(Precision.FLOAT32, FAST.packedLength(4, 5));
    for (Kernels kernels : new Kernels[] {FAST, SLOW}) {
      assertThatThrownBy(() -> kernels.multiply(left, packed, product, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 4]")
          .hasMessageContaining("[2, 5]");
      Storage tooShort = Storage.allocate(Precision.FLOAT32, 3);
      assertThatThrownBy(() -> kernels.pack(left, tooShort))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[3, 4]");
      Storage doubles = Storage.allocate(Precision.FLOAT64, 1000);
      assertThatThrownBy(() -> kernels.pack(left, doubles))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FLOAT64");
    }
  }

  private void check(int rows, int columns, int depth, boolean accumulate) {
    for (Twin.Layout leftLayout : Twin.Layout.values()) {
      for (Twin.Layout rightLayout : Twin.Layout.values()) {
        Twin left = Twin.random(rng, rows, depth, leftLayout);
        Twin right = Twin.random(rng, depth, columns, rightLayout);
        Twin product = Twin.random(rng, rows, columns, Twin.Layout.SPACED);
        multiply(left, right, product, accumulate);
        product.assertAgree(
            2e-6 * (depth + 3),
            "%d×%d×%d, left %s, right %s, accumulate %s, seed %d"
                .formatted(rows, columns, depth, leftLayout, rightLayout, accumulate, SEED));
      }
    }
  }

  private static void multiply(Twin left, Twin right, Twin product, boolean accumulate) {
    multiply(FAST, left.fast(), right.fast(), product.fast(), accumulate);
    multiply(SLOW, left.slow(), right.slow(), product.slow(), accumulate);
  }

  private static void multiply(
      Kernels kernels, Matrix left, Matrix right, Matrix product, boolean accumulate) {
    kernels.multiply(left, packed(kernels, right), product, accumulate);
  }

  private static Storage packed(Kernels kernels, Matrix right) {
    int length = kernels.packedLength(right.rows(), right.columns());
    Storage packed = Storage.allocate(Precision.FLOAT32, length);
    for (int i = 0; i < packed.length(); i++) {
      packed.set(i, Double.NaN); // what a pooled buffer may hold
    }
    kernels.pack(right, packed);
    return packed;
  }
}
