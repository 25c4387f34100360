package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `refrain`, in a project of its own with a JDK and a Maven that only say what they were
/// asked for.
final class LauncherTest {
  @TempDir Path project;
  private Path jdk;

  @BeforeEach
  void makeProject() throws IOException {
    Path launcher = Path.of("").toAbsolutePath().resolveSibling("refrain");
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh to run the launcher");
    assumeTrue(Files.exists(launcher), "the launcher is not at " + launcher);
    script(project.resolve("refrain"), Files.readString(launcher));
    script(
        project.resolve("mvnw"),
        "#!/bin/sh\nmkdir -p app/target/lib && touch app/target/refrain.jar\n");
    jdk = project.resolve("jdk");
    script(jdk.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String launch(String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(project.resolve("refrain").toString()));
    words.addAll(List.of(arguments));
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.redirectOutput(project.resolve("output").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(project.resolve("output"), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void buildsOnceAndHandsOver() throws IOException, InterruptedException {
    assertThat(launch("generate", "a b", "--prompt", "")).contains("building the application");
    assertThat(launch("generate", "a b", "--prompt", ""))
        .doesNotContain("building")
        .endsWith("dev.refrain.app/dev.refrain.app.Main\ngenerate\na b\n--prompt\n\n");
    assertThat(project.resolve("target/launcher-build")).doesNotExist();
  }

  @Test
  void takesOverALockWhoseOwnerDiedBeforeItSaidWhoItWas() throws IOException, InterruptedException {
    Files.createDirectories(project.resolve("target/launcher-build"));
    assertThat(launch("--version")).contains("building the application").endsWith("--version\n");
  }

  @Test
  void longWorkHasObjectsOnCacheLinesAndAnArchiveOfItsOwnWhereThereIsOne()
      throws IOException, InterruptedException {
    String aligned = "-XX:ObjectAlignmentInBytes=64\n";
    String archive = "app/target/start-64.jsa";

    assertThat(launch("train", "language")).contains(aligned).doesNotContain(archive);
    Files.writeString(project.resolve(archive), "as if java had written it");
    assertThat(launch("train", "language")).contains(aligned).contains(archive + "\n");
    assertThat(launch("generate", "model")).doesNotContain(aligned).doesNotContain(archive);
  }

  @Test
  void throwsAPoorArchiveAwayAndHasTheNextRunSayWhetherItsOwnIs()
      throws IOException, InterruptedException {
    Path archive = project.resolve("app/target/start-generate.jsa");
    Path mark = project.resolve("app/target/start-generate.jsa.poor");
    String asked = "-D" + StartArchive.MARK + "=" + mark + "\n";

    assertThat(launch("generate", "model")).contains(asked);
    Files.writeString(archive, "as if java had written it");
    assertThat(launch("generate", "model")).doesNotContain(StartArchive.MARK);
    Files.writeString(mark, "");
    assertThat(launch("generate", "model")).contains(asked);
    assertThat(archive).doesNotExist();
    assertThat(mark).doesNotExist();
  }
}
