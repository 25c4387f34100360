package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.refrain.kernel.Devices;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.task.language.Corpus;
import dev.refrain.task.language.LanguageModel;
import dev.refrain.task.language.LanguageModelConfig;
import dev.refrain.task.language.LanguageTask;
import dev.refrain.task.language.TextLevel;
import dev.refrain.tensor.Rng;
import dev.refrain.train.TrainEvent.StepDone;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What a whole training step of a recurrent network allocates once it is warm: everything that is
/// not a handle on something pooled would show.
final class AllocationTest {
  private static final String TEXT =
      "The old ship sailed at dawn, and the men were afraid of the white whale. ".repeat(120);

  /// For both shards together, two kilobytes more than was seen.
  private static final long BOUND = 9_000;

  private static final int WINDOW = 100;
  private static final int LONGEST = 200 * WINDOW;

  /// Reads how much this thread has allocated every so many steps, and stops the run as soon as it
  /// was little: until then HotSpot may still be compiling the vector code, whose vectors are
  /// objects before.
  private static final class Meter implements TrainListener {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Trainer trainer;
    private long before;
    private long least = Long.MAX_VALUE;

    Meter(Trainer trainer) {
      this.trainer = trainer;
    }

    @Override
    public void on(TrainEvent event) {
      if (event instanceof StepDone step && step.globalStep() % WINDOW == 0) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        if (step.globalStep() > WINDOW) {
          least = Math.min(least, (allocated - before) / WINDOW);
        }
        if (least <= BOUND) {
          trainer.requestStop();
        }
        before = allocated;
      }
    }
  }

  @Test
  void aStepAllocatesAFewKilobytes() {
    LanguageModelConfig config =
        LanguageModelConfig.defaults(TextLevel.CHARACTER)
            .withHidden(40)
            .withLength(20)
            .withBatch(16)
            .withValidation(0);
    Corpus corpus = Corpus.of("sea", TEXT, config);
    LanguageModel model = LanguageModel.create(config, corpus, Rng.seeded(1));
    Trainer trainer =
        Trainer.of(new LanguageTask(model, corpus))
            .kernels(Devices.best())
            .optimizer(OptimizerConfig.of(OptimizerKind.ADAMW))
            .shards(2)
            .threads(1)
            .clipNorm(1)
            .epochs(LONGEST)
            .steps(LONGEST);
    Meter meter = new Meter(trainer);
    trainer.listener(meter).run();
    assertThat(meter.least).as("bytes allocated per step").isBetween(1L, BOUND);
  }
}
