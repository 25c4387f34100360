package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.nn.Parameters;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.TrainEvent.StepDone;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the trainer itself allocates in a step once it is warm, beside what the task does.
final class AllocationTest {
  private static final int STEPS = 400;
  private static final int WARM = 200;

  /// Ten parameters whose gradients are themselves: next to nothing of what is allocated is the
  /// task's own.
  private static final class Parabola implements Task {
    private final Parameters parameters = new Parameters(Precision.FLOAT32, Rng.seeded(1));

    Parabola() {
      for (int i = 0; i < 10; i++) {
        parameters
            .root()
            .parameter(
                "w" + i,
                Shape.of(400, 200),
                (tensor, rng) -> {
                  for (int j = 0; j < tensor.shape().size(); j++) {
                    tensor.set(j, rng.nextGaussian());
                  }
                });
      }
    }

    @Override
    public Parameters parameters() {
      return parameters;
    }

    @Override
    public void startEpoch(int epoch, Rng rng) {}

    @Override
    public int steps() {
      return STEPS;
    }

    @Override
    public ShardLoss loss(Tape tape, int step, Shard shard) {
      List<Value> weights = new ArrayList<>();
      for (Tensor parameter : parameters.byName().values()) {
        weights.add(tape.parameter(parameter));
      }
      Value loss =
          tape.record(
              tape.zeros(Shape.of(1)),
              weights,
              y -> {
                for (Value w : weights) {
                  Tensor dw = tape.allocate(w.shape());
                  dw.copyFrom(w.data());
                  w.addGradient(dw);
                }
              });
      return new ShardLoss(loss, 1);
    }

    @Override
    public int validationSteps() {
      return 0;
    }

    @Override
    public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
      throw new AssertionError("nothing is held out");
    }

    @Override
    public Map<String, Tensor> carried() {
      return Map.of();
    }

    @Override
    public void restoreCarried(Map<String, Tensor> carried) {}
  }

  @Test
  void aStepAllocatesAFewKilobytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] allocated = new long[2];
    Trainer.of(new Parabola())
        .kernels(Devices.best())
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW))
        .shards(2)
        .threads(1)
        .clipNorm(1)
        .listener(
            event -> {
              if (event instanceof StepDone step) {
                if (step.step() == WARM) {
                  allocated[0] = threads.getCurrentThreadAllocatedBytes();
                } else if (step.step() == STEPS) {
                  allocated[1] = threads.getCurrentThreadAllocatedBytes();
                }
              }
            })
        .run();
    long perStep = (allocated[1] - allocated[0]) / (STEPS - WARM);
    assertThat(perStep).as("bytes allocated per step").isBetween(1L, 12_000L);
  }
}
