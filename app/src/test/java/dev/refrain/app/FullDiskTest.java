package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full while a run saves, on a small file system of its own. That takes root on
/// Linux; elsewhere the test says that it was skipped.
final class FullDiskTest {
  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    Path mountPoint = Files.createDirectories(folder.resolve("disk"));
    int code = run("mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", mountPoint.toString());
    assumeTrue(code == 0, "mounting a small file system needs root on Linux: skipped");
    disk = mountPoint;
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (disk != null) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return 127; // no such command here
    }
  }

  @Test
  void oldCheckpointStaysWhole() throws IOException {
    Path model = disk.resolve("model");
    Path text = Texts.write(folder, "text.txt", 60);
    Outcome first = Texts.training(text, model, "--epochs", "1").run();
    assertThat(first.exitCode()).as(first.toString()).isZero();
    byte[] weights = Files.readAllBytes(model.resolve("weights.safetensors"));
    byte[] last = Files.readAllBytes(model.resolve("training/last.safetensors"));

    Path filler = disk.resolve("filler");
    fill(filler);
    Outcome full =
        Refrain.command("train", "language", "--resume", "--out", model + "", "--epochs", "2")
            .run();
    assertThat(full.exitCode()).as(full.toString()).isEqualTo(1);
    assertThat(full.error()).contains("No space left").doesNotContain("Exception");
    assertThat(Files.readAllBytes(model.resolve("weights.safetensors"))).isEqualTo(weights);
    assertThat(Files.readAllBytes(model.resolve("training/last.safetensors"))).isEqualTo(last);
    assertThat(Refrain.command("generate", model + "", "--length", "5").run().exitCode()).isZero();

    Files.delete(filler);
    Outcome room =
        Refrain.command("train", "language", "--resume", "--out", model + "", "--epochs", "2")
            .run();
    assertThat(room.exitCode()).as(room.toString()).isZero();
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      byte[] page = new byte[1 << 10];
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      assertThat(full.getMessage()).contains("No space left");
    }
  }
}
