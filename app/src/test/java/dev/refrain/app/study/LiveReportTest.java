package dev.refrain.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.search.StudyHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reports of studies that go on.
final class LiveReportTest {
  @TempDir private Path folder;

  @Test
  void pageKeepsItselfUpToDateUntilTheStudyEnds() throws Exception {
    var asked = new Semaphore(0);
    var report =
        new LiveReport(
            folder,
            Studies.plan(),
            () -> {
              asked.release();
              return StudyHistory.of(Studies.lecture());
            },
            trial -> "train",
            failure -> {});
    try (report) {
      assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).as("written").isTrue();
      report.changed();
      assertThat(asked.tryAcquire(30, TimeUnit.SECONDS)).as("written again").isTrue();
      assertThat(page()).contains("\"reload\":5");
    }
    assertThat(page()).contains("\"reload\":0");
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve(StudyReport.PAGE));
  }

  @Test
  void reportThatCannotBeWrittenIsSaidOnce() {
    List<Exception> failures = new ArrayList<>();
    var asked = new AtomicInteger();
    var report =
        new LiveReport(
            folder.resolve("missing"),
            Studies.plan(),
            () -> {
              asked.incrementAndGet();
              return StudyHistory.of(List.of());
            },
            trial -> "train",
            failures::add);
    report.close();
    assertThat(asked.get()).isEqualTo(2);
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst()).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void interruptedThreadStillWritesTheLastReport() throws IOException {
    var report =
        new LiveReport(
            folder,
            Studies.plan(),
            () -> StudyHistory.of(Studies.lecture()),
            trial -> "train",
            failure -> {});
    Thread.currentThread().interrupt();
    report.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(page()).contains("\"reload\":0");
  }
}
