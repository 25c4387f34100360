package dev.refrain.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is random in hard attention.
final class HardAttentionTest {
  private static final int DRAWS = 20_000;

  @Test
  void stepsAreTakenAsOftenAsTheirWeightsSay() {
    for (Kernels kernels : List.of(ReferenceKernels.float64(), Devices.best())) {
      Scene scene = Scene.of(AttentionKind.HARD, kernels);
      int batch = scene.lengths().length;
      int[][] taken = new int[batch][Scene.STEPS];
      double[] weights = {};
      Tensor numbered = numbered(scene);
      try (Tape tape = scene.recording()) {
        var memory = scene.attention().remember(tape.constant(numbered), scene.lengths());
        Value query = tape.constant(scene.queries()).at(0);
        for (int draw = 0; draw < DRAWS; draw++) {
          var look = scene.attention().look(memory, query);
          weights = look.weights().data().toDoubles();
          for (int b = 0; b < batch; b++) {
            int step = step(look, b);
            taken[b][step]++;
            assertThat(look.logProbability().data().get(b))
                .isCloseTo(Math.log(weights[b * Scene.STEPS + step]), within(1e-5));
          }
        }
      }
      for (int b = 0; b < batch; b++) {
        for (int s = 0; s < Scene.STEPS; s++) {
          double weight = weights[b * Scene.STEPS + s];
          double deviation = Math.sqrt(weight * (1 - weight) / DRAWS);
          assertThat((double) taken[b][s] / DRAWS)
              .as("step %d of row %d, seed %d", s, b, Scene.SEED)
              .isCloseTo(weight, within(4.5 * deviation + 1e-9));
        }
      }
    }
  }

  /// The memory with the number of each step, a tenth of it, as its first feature.
  private static Tensor numbered(Scene scene) {
    Tensor memory = scene.memory().copy();
    int columns = memory.shape().columns();
    int batch = scene.lengths().length;
    for (int row = 0; row < memory.shape().rows(); row++) {
      int step = row / batch;
      memory.set(row * columns, step / 10.0);
    }
    return memory;
  }

  private static int step(Attention.Look look, int b) {
    return (int) Math.round(10 * look.context().data().get(b * look.context().shape().columns()));
  }

  @Test
  void sameSeedTakesTheSameSteps() {
    Scene scene = Scene.of(AttentionKind.HARD, Devices.best());
    assertThat(contexts(scene)).isEqualTo(contexts(scene));
  }

  private static double[] contexts(Scene scene) {
    try (Tape tape = scene.recording()) {
      var memory = scene.attention().remember(tape.constant(scene.memory()), scene.lengths());
      Value queries = tape.constant(scene.queries());
      double[] first = scene.attention().lookAll(memory, queries).context().data().toDoubles();
      double[] second = scene.attention().lookAll(memory, queries).context().data().toDoubles();
      assertThat(second).as("the generator goes on").isNotEqualTo(first);
      return first;
    }
  }

  /// Of `log p(taken)` with respect to the scores: `onehot(taken) − p`, seen through the score
  /// vector's gradient, which sums it times tanh.
  @Test
  void logProbabilityPullsTheStepTaken() {
    Scene scene = Scene.of(AttentionKind.HARD, ReferenceKernels.float64());
    Tensor numbered = numbered(scene);
    Tensor vector = scene.parameters().byName().get("score");
    try (Tape tape = scene.recording()) {
      var memory = scene.attention().remember(tape.constant(numbered), scene.lengths());
      var look = scene.attention().look(memory, tape.constant(scene.queries()).at(0));
      double[] expected = new double[Scene.WIDTH];
      for (int b = 0; b < scene.lengths().length; b++) {
        for (int s = 0; s < scene.lengths()[b]; s++) {
          double p = look.weights().data().get(b * Scene.STEPS + s);
          double pull = (s == step(look, b) ? 1 : 0) - p;
          for (int a = 0; a < Scene.WIDTH; a++) {
            expected[a] += pull * tanh(scene, numbered, s, b, a);
          }
        }
      }
      tape.backward(look.logProbability().sum(), 1);
      assertThat(tape.gradient(vector).toDoubles()).containsExactly(expected, within(1e-12));
    }
  }

  private static double tanh(Scene scene, Tensor memory, int s, int b, int a) {
    var parameters = scene.parameters().byName();
    double sum = parameters.get("key.bias").get(a);
    int batch = scene.lengths().length;
    int wide = memory.shape().columns();
    for (int m = 0; m < wide; m++) {
      sum +=
          parameters.get("key.weight").get(a * wide + m) * memory.get((s * batch + b) * wide + m);
    }
    int narrow = scene.queries().shape().columns();
    for (int q = 0; q < narrow; q++) {
      sum +=
          parameters.get("query.weight").get(a * narrow + q) * scene.queries().get(b * narrow + q);
    }
    return Math.tanh(sum);
  }
}
