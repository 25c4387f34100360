package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
final class StartArchiveTest {
  @TempDir Path folder;
  private Path mark;

  @BeforeEach
  void asTheLauncherDoes() {
    mark = folder.resolve("start-generate.jsa.poor");
    System.setProperty(StartArchive.MARK, mark.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(StartArchive.MARK);
  }

  @Test
  void aRunWithoutWorkMarksItsArchive() throws Exception {
    for (String line : new String[] {"generate --help", "generate nowhere", "generate --unknown"}) {
      Main.run(line.split(" "));
      assertThat(mark).as(line).exists();
      Files.delete(mark);
    }
  }

  @Test
  void aRunToItsEndDoesNot() {
    StartArchive.mark(ExitCode.DONE, new RefrainCommand().line().parseArgs());
    assertThat(mark).doesNotExist();
  }

  @Test
  void aMarkThatCannotBeWrittenIsNoError() {
    System.setProperty(StartArchive.MARK, folder.resolve("nowhere/mark").toString());
    StartArchive.mark(ExitCode.FAILED, null);
    assertThat(folder).isEmptyDirectory();
  }
}
