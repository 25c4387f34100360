package dev.refrain.train;

import dev.refrain.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A small run in a process of its own, which tests may kill or starve.
final class TrainingProcess {
  /// Said on the standard output when the first event has come.
  static final String RUNNING = "running";

  static final int EPOCHS = 3;
  static final int STEPS = 100;

  private TrainingProcess() {}

  static TinyTask task() {
    return new TinyTask(TestModels.SEED, STEPS, 2);
  }

  static Trainer trainer(Task task) {
    return TestModels.trainer(task).validateEvery(30).epochs(EPOCHS);
  }

  /// Goes on with the model in the folder `arguments[0]`, or begins it if there is none, on
  /// `arguments[1]` threads, with a checkpoint after every step.
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    boolean resumes = hasState(folder);
    try (ModelWriter writer = resumes ? ModelWriter.resume(folder) : TestModels.create(folder)) {
      boolean[] said = {false};
      trainer(task())
          .threads(Integer.parseInt(arguments[1]))
          .checkpoints(writer, TestModels.EVERY_STEP)
          .listener(
              event -> {
                if (!said[0]) {
                  said[0] = true;
                  System.out.println(RUNNING);
                }
              })
          .run();
    } catch (TrainingException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private static boolean hasState(Path folder) {
    try {
      return ModelFolder.open(folder).resumable();
    } catch (IOException e) {
      return false;
    }
  }

  /// The command that runs [#main] in a new virtual machine.
  static List<String> command(Path folder, int threads) {
    return ChildJvm.command(
        TrainingProcess.class,
        List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx256m"),
        folder.toString(),
        Integer.toString(threads));
  }
}
