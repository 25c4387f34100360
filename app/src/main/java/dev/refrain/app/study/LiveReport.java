package dev.refrain.app.study;

import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Keeps the report of a study that goes on up to date, on a thread of its own, so that no trial
/// waits for it. A report that cannot be written ends nothing: it is said once.
///
/// ```java
/// try (var report = new LiveReport(folder, plan, study::history, this::command, this::warn)) {
///   study.run(event -> report.changed());
/// }
/// ```
public final class LiveReport implements AutoCloseable {
  private static final long LEAST_PAUSE = 3_000; // milliseconds

  /// How many times longer than the writing the pause after it is: what it takes from the trials.
  private static final int PAUSE_FOR_WRITING = 20;

  private final Path folder;
  private final StudyPlan plan;
  private final Supplier<StudyHistory> history;
  private final Function<Trial, String> command;
  private final Consumer<Exception> failures;
  private final Thread writer;
  private boolean news;
  private boolean closed;
  private boolean complained;

  /// Writes the first report.
  ///
  /// @param history what has happened so far; called on any thread
  /// @param command the command that trains with a trial's settings to the end
  /// @param failures hears of the first report that cannot be written
  public LiveReport(
      Path folder,
      StudyPlan plan,
      Supplier<StudyHistory> history,
      Function<Trial, String> command,
      Consumer<Exception> failures) {
    this.folder = folder;
    this.plan = plan;
    this.history = history;
    this.command = command;
    this.failures = failures;
    write(true);
    writer = Thread.ofPlatform().daemon().name("study report").start(this::keepUp);
  }

  /// Says that something has happened: soon, the report will have it.
  public synchronized void changed() {
    news = true;
    notifyAll();
  }

  private void keepUp() {
    try {
      while (awaitNews()) {
        long began = System.nanoTime();
        write(true);
        long took = (System.nanoTime() - began) / 1_000_000;
        pause(Math.max(LEAST_PAUSE, PAUSE_FOR_WRITING * took));
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a program that ends.
    }
  }

  private synchronized boolean awaitNews() throws InterruptedException {
    while (!news && !closed) {
      wait();
    }
    news = false;
    return !closed;
  }

  private synchronized void pause(long milliseconds) throws InterruptedException {
    long end = System.nanoTime() + 1_000_000 * milliseconds;
    for (long left = milliseconds; left > 0 && !closed; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private void write(boolean live) {
    try {
      StudyReport.write(folder, plan, history.get(), live, command);
    } catch (IOException | RuntimeException e) { // whatever it is, hours of work go on
      if (!complained) {
        complained = true;
        failures.accept(e);
      }
    }
  }

  /// Writes the report of the study as it stands, which no longer waits for more.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = Thread.interrupted(); // or neither the thread nor the file would wait
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    write(false);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
