package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WeightNoiseTest {
  private static final long SEED = 5;

  private static Trainer of(Task task) {
    return Trainer.of(task).kernels(ReferenceKernels.float32()).seed(SEED).shards(2).threads(1);
  }

  private static Map<String, Tensor> copy(Task task) {
    Map<String, Tensor> copies = new TreeMap<>();
    task.parameters().byName().forEach((name, tensor) -> copies.put(name, tensor.copy()));
    return copies;
  }

  /// The weights that the loss of a step sees.
  private static final class Watched extends ForwardingTask {
    private Map<String, Tensor> seen;

    Watched(Task task) {
      super(task);
    }

    @Override
    public ShardLoss loss(Tape tape, int step, Shard shard) {
      seen = copy(this);
      return super.loss(tape, step, shard);
    }
  }

  private static Trainer descent(Task task, double rate) {
    return of(task).optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(rate)).steps(1);
  }

  @Test
  void weightsAreNoisyInTheStepAndExactlyRestored() {
    Watched task = new Watched(new TinyTask(1, 3, 0));
    Map<String, Tensor> before = copy(task);
    descent(task, 1e-30).weightNoise(0.1).run(); // too small a rate to move anything but zeros
    double squares = 0;
    int count = 0;
    for (String name : before.keySet()) {
      Tensor now = task.parameters().byName().get(name);
      boolean weight = now.shape().rank() == 2;
      for (int i = 0; i < now.shape().size(); i++) {
        double noise = task.seen.get(name).get(i) - before.get(name).get(i);
        squares += noise * noise;
        count += weight ? 1 : 0;
        assertThat(now.get(i)).isCloseTo(before.get(name).get(i), within(weight ? 0 : 1e-28));
        assertThat(noise != 0).as(name).isEqualTo(weight);
      }
    }
    assertThat(Math.sqrt(squares / count)).isCloseTo(0.1, within(0.01));
  }

  @Test
  void gradientsAreTakenAtTheNoisyWeights() {
    Watched noisy = new Watched(new TinyTask(1, 3, 0));
    Map<String, Tensor> before = copy(noisy);
    descent(noisy, 1).weightNoise(0.3).run();
    Task moved = new TinyTask(1, 3, 0);
    moved.parameters().byName().forEach((name, w) -> w.copyFrom(noisy.seen.get(name)));
    descent(moved, 1).run();
    for (String name : before.keySet()) {
      for (int i = 0; i < before.get(name).shape().size(); i++) {
        double atNoisy = noisy.seen.get(name).get(i) - moved.parameters().byName().get(name).get(i);
        double taken = before.get(name).get(i) - noisy.parameters().byName().get(name).get(i);
        assertThat(taken).as(name).isCloseTo(atNoisy, within(1e-6));
      }
    }
  }

  @Test
  void noiseDependsOnTheSeedAndNotOnThreads() {
    Map<String, float[]> one = after(1, SEED);
    Map<String, float[]> two = after(2, SEED);
    Map<String, float[]> other = after(1, SEED + 1);
    one.forEach(
        (name, weights) -> {
          assertThat(two.get(name)).as(name).containsExactly(weights);
          assertThat(other.get(name)).as(name).isNotEqualTo(weights);
        });
  }

  private static Map<String, float[]> after(int threads, long seed) {
    TinyTask task = new TinyTask(1, 10, 1);
    of(task).seed(seed).threads(threads).epochs(2).weightNoise(0.05).run();
    Map<String, float[]> weights = new TreeMap<>();
    task.parameters().byName().forEach((name, w) -> weights.put(name, w.toArray()));
    return weights;
  }

  @Test
  void weightsAreRestoredWhenAStepFails() {
    Task failing =
        new ForwardingTask(new TinyTask(1, 3, 0)) {
          @Override
          public ShardLoss loss(Tape tape, int step, Shard shard) {
            throw new IllegalStateException("spoiled");
          }
        };
    Map<String, Tensor> before = copy(failing);
    assertThatThrownBy(() -> of(failing).weightNoise(0.1).run()).hasMessageContaining("spoiled");
    before.forEach(
        (name, w) ->
            assertThat(failing.parameters().byName().get(name).toArray())
                .containsExactly(w.toArray()));
    assertThatThrownBy(() -> of(failing).weightNoise(-1)).hasMessageContaining("-1.0");
  }
}
