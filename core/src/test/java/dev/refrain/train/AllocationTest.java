package dev.refrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.refrain.ChildJvm;
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
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a whole training step of a recurrent network allocates once it is warm: everything that is
/// not a handle on something pooled would show. It is measured as users run it, in a virtual machine
/// that has seen nothing else and with the launcher's flags: among thousands of other tests HotSpot
/// may compile a vector loop so that its vectors are objects.
final class AllocationTest {
  /// For both shards together; 7 to 11 kilobytes were seen, and 40 as soon as one small loop has its
  /// vectors in objects.
  private static final long BOUND = 12_000;

  /// On a busy machine HotSpot now and then leaves one small loop's vectors in objects all the same;
  /// that is its doing, not the step's, and another virtual machine does better.
  private static final int TRIES = 3;

  @Test
  @Timeout(300)
  void aStepAllocatesAFewKilobytes() throws IOException, InterruptedException {
    long least = Long.MAX_VALUE;
    StringBuilder said = new StringBuilder();
    for (int run = 0; run < TRIES && least > BOUND; run++) {
      String output = train();
      said.append(output);
      Matcher found = Pattern.compile("least: (\\d+)").matcher(output);
      assertThat(found.find()).as(output).isTrue();
      least = Math.min(least, Long.parseLong(found.group(1)));
    }
    assertThat(least).as(said.toString()).isBetween(1L, BOUND);
  }

  private static String train() throws IOException, InterruptedException {
    List<String> flags =
        List.of("-Xmx512m", "-XX:Tier3DelayOn=100", "--add-modules", "jdk.incubator.vector");
    Process process = ChildJvm.start(ChildJvm.command(Training.class, flags));
    String output = ChildJvm.output(process);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// A small language model that trains until a step has allocated little, or for so long that it
  /// never will.
  static final class Training {
    private static final String TEXT =
        "The old ship sailed at dawn, and the men were afraid of the white whale. ".repeat(120);
    private static final int WINDOW = 100;
    private static final int LONGEST = 80 * WINDOW;

    private Training() {}

    public static void main(String[] arguments) {
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
      System.out.println("least: " + meter.least);
    }

    /// Reads how much this thread has allocated every so many steps, and stops the run as soon as
    /// it was little.
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
            System.out.printf(
                "%d steps, %d bytes a step%n", step.globalStep(), (allocated - before) / WINDOW);
          }
          if (least <= BOUND) {
            trainer.requestStop();
          }
          before = allocated;
        }
      }
    }
  }
}
