package dev.refrain.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InitializersTest {
  private static final long SEED = 31;

  private static Tensor filled(Initializer initializer, int... extents) {
    Tensor tensor = Tensor.zeros(Precision.FLOAT64, Shape.of(extents));
    initializer.fill(tensor, Rng.seeded(SEED));
    return tensor;
  }

  /// Of a weight `[out = 300, in = 100]`: standard deviation, and the bound if it is uniform.
  @ParameterizedTest
  @CsvSource({
    "uniform(0.3), 0.17320508, 0.3",
    "normal(0.02), 0.02, 1",
    "glorot-uniform, 0.07071068, 0.12247449",
    "xavier-uniform, 0.07071068, 0.12247449",
    "glorot-normal, 0.07071068, 1",
    "xavier-normal, 0.07071068, 1",
    "he-uniform, 0.14142136, 0.24494897",
    "he-normal, 0.14142136, 1",
    "fan-in-uniform, 0.05773503, 0.1"
  })
  void hasItsMoments(String name, double deviation, double bound) {
    double[] numbers = filled(Initializers.named(name), 300, 100).toDoubles();
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double square = Arrays.stream(numbers).map(x -> x * x).average().orElseThrow();
    double largest = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    assertThat(mean).as("mean, seed %d", SEED).isCloseTo(0, within(0.02 * deviation));
    assertThat(Math.sqrt(square)).as("seed %d", SEED).isCloseTo(deviation, within(deviation / 50));
    assertThat(largest).isLessThanOrEqualTo(bound);
    if (name.contains("uniform")) {
      assertThat(largest).isGreaterThan(0.99 * bound);
    } else {
      assertThat(largest).isGreaterThan(3 * deviation);
    }
  }

  @Test
  void constants() {
    assertThat(filled(Initializers.constant(2.5), 3).toDoubles()).containsOnly(2.5);
    assertThat(filled(Initializers.named("constant(-1)"), 3).toDoubles()).containsOnly(-1);
    assertThat(filled(Initializers.zeros(), 3).toDoubles()).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "5, 5, 1", "64, 64, 1", "3, 7, 1", "7, 3, 2"})
  void orthogonalHasOrthonormalRowsOrColumns(int rows, int columns, double gain) {
    Tensor weight = filled(Initializers.orthogonal(gain), rows, columns);
    checkOrthonormal(weight, gain);
    if (rows > 1) {
      assertThat(filled(Initializers.orthogonal(gain), rows, columns).toDoubles())
          .containsExactly(weight.toDoubles());
    }
  }

  private static void checkOrthonormal(Tensor weight, double gain) {
    int rows = weight.shape().rows();
    int columns = weight.shape().columns();
    boolean byRows = rows <= columns;
    int count = Math.min(rows, columns);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(rows, columns); i++) {
          dot +=
              byRows
                  ? weight.get(a * columns + i) * weight.get(b * columns + i)
                  : weight.get(i * columns + a) * weight.get(i * columns + b);
        }
        assertThat(dot).as("seed %d", SEED).isCloseTo(a == b ? gain * gain : 0, within(1e-10));
      }
    }
  }

  @Test
  void blocksAreOrthogonalEachAndDiffer() {
    Tensor gates = filled(Initializers.orthogonalBlocks(4), 20, 5);
    for (int gate = 0; gate < 4; gate++) {
      checkOrthonormal(gates.slice(gate * 5, (gate + 1) * 5), 1);
    }
    assertThat(gates.slice(0, 5).toDoubles()).isNotEqualTo(gates.slice(5, 10).toDoubles());
    assertThatThrownBy(() -> filled(Initializers.orthogonalBlocks(3), 20, 5))
        .hasMessageContaining("[20, 5]")
        .hasMessageContaining("3 equal blocks");
  }

  @Test
  void blocksUseTheFansOfOneBlock() {
    double[] numbers =
        filled(Initializers.blocks(4, Initializers.glorotUniform()), 400, 100).toDoubles();
    double largest = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    assertThat(largest).isCloseTo(Math.sqrt(6.0 / 200), within(1e-3));
  }

  @Test
  void anUnknownNameListsTheKnown() {
    for (String wrong : new String[] {"orthogonl", "zeros(1)", "uniform", "", "gamma(1)"}) {
      assertThatThrownBy(() -> Initializers.named(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "'")
          .hasMessageContaining("orthogonal")
          .hasMessageContaining("uniform(range)");
    }
    assertThatThrownBy(() -> Initializers.named("uniform(x)")).hasMessageContaining("'x'");
    assertThatThrownBy(() -> Initializers.named("normal(-1)")).hasMessageContaining("-1");
  }
}
