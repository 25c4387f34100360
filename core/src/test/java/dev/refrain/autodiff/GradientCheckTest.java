package dev.refrain.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The check finds what is wrong, and the tape keeps its rules.
final class GradientCheckTest {

  /// `2x` whose way back is off by `error` in element 2.
  private static Value doubled(Value x, double error) {
    return x.tape()
        .record(
            x.scaledBy(2).data(),
            List.of(x),
            y -> {
              Tensor dy = y.gradient();
              for (int i = 0; i < dy.shape().size(); i++) {
                dy.set(i, dy.get(i) * (i == 2 ? 2 + error : 2));
              }
              x.addGradient(dy);
            });
  }

  private static Tensor input() {
    return Tensor.of(new double[] {0.3, -0.7, 1.1, 2.3}, 4);
  }

  @Test
  void namesTheElementThatIsWrong() {
    Tensor x = input();
    var wrong = GradientCheck.of((tape, in) -> doubled(in.getFirst(), 1e-4), List.of(x), 5);
    assertThat(wrong.within(1e-6)).isFalse();
    assertThat(wrong.input()).isZero();
    assertThat(wrong.position()).isEqualTo(2);
    assertThat(wrong.error()).isBetween(4e-5, 6e-5);
    assertThat(wrong.checked()).isEqualTo(4);
    assertThatThrownBy(() -> wrong.require(1e-6)).hasMessageContaining("input 0, position 2");
    assertThat(x.toDoubles()).as("put back").containsExactly(input().toDoubles());
  }

  @Test
  void seesAGradientThatIsMissingOrNotANumber() {
    var missing = GradientCheck.of((tape, in) -> in.getFirst().detach(), List.of(input()), 5);
    assertThat(missing.error()).isEqualTo(1);
    var broken =
        GradientCheck.of((tape, in) -> doubled(in.getFirst(), Double.NaN), List.of(input()), 5);
    assertThat(broken.within(1e300)).isFalse();
  }

  @Test
  void samplesElements() {
    var sampled =
        GradientCheck.sampled((tape, in) -> doubled(in.getFirst(), 0), List.of(input()), 2, 5);
    assertThat(sampled.checked()).isEqualTo(2);
    assertThat(sampled.within(1e-6)).isTrue();
  }

  @Test
  void wantsDoublePrecision() {
    assertThatThrownBy(
            () -> GradientCheck.of((tape, in) -> in.getFirst(), List.of(Tensor.zeros(2)), 5))
        .hasMessageContaining("double precision");
  }

  @Test
  void mixingTapesIsAnError() {
    var pool = new BufferPool(Precision.FLOAT64);
    try (var one = Tape.recording(ReferenceKernels.float64(), pool, Rng.seeded(1));
        var other = Tape.recording(ReferenceKernels.float64(), pool, Rng.seeded(1))) {
      Value x = one.parameter(input());
      Value y = other.parameter(input());
      assertThatThrownBy(() -> x.plus(y)).hasMessageContaining("another tape");
    }
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    var pool = new BufferPool(Precision.FLOAT64);
    try (var tape = Tape.recording(ReferenceKernels.float64(), pool, Rng.seeded(1))) {
      Value x = tape.parameter(Tensor.zeros(Precision.FLOAT64, input().shape())).reshape(2, 2);
      Value three = tape.parameter(Tensor.of(new double[3], 3));
      assertThatThrownBy(() -> x.plus(three)).hasMessageContaining("plus of [2, 2] and [3]");
      assertThatThrownBy(() -> x.linear(three)).hasMessageContaining("weight[3]");
      assertThatThrownBy(() -> Sequences.reverse(x, null)).hasMessageContaining("[T, B, F]");
      assertThatThrownBy(() -> Join.columns(List.of())).hasMessageContaining("nothing");
      assertThatThrownBy(() -> Join.outer(List.of(x, three))).hasMessageContaining("[3]");
    }
  }
}
