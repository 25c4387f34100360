package dev.refrain.search;

import dev.refrain.train.TrainingException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Trials on threads of this process. A trial that is abandoned has its thread interrupted.
public final class LocalTrials implements TrialExecutor {
  private static final double SECONDS = 1e-9;

  private final TrialRunner runner;
  private final ExecutorService threads;
  private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();

  /// @param parallel how many trials run at once
  public LocalTrials(TrialRunner runner, int parallel) {
    this.runner = runner;
    threads =
        Executors.newFixedThreadPool(parallel, Thread.ofPlatform().name("trial-", 1).factory());
  }

  @Override
  public CompletableFuture<TrialOutcome> submit(TrialRequest request, TrialMonitor monitor) {
    return CompletableFuture.supplyAsync(() -> run(request, monitor), threads);
  }

  /// Whatever a trial comes to grief of is its own affair: also a defect, which may show with one
  /// configuration alone.
  private TrialOutcome run(TrialRequest request, TrialMonitor monitor) {
    long begin = System.nanoTime();
    atWork.add(Thread.currentThread());
    try {
      return runner.run(request, monitor);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      return TrialOutcome.failed(reason(e), (System.nanoTime() - begin) * SECONDS);
    } finally {
      atWork.remove(Thread.currentThread());
    }
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case TrainingException e -> e.getMessage();
      case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
      case OutOfMemoryError _ ->
          "out of memory at a limit of %,d MB".formatted(Runtime.getRuntime().maxMemory() >> 20);
      default -> failure.toString();
    };
  }

  @Override
  public void abandon() {
    atWork.forEach(Thread::interrupt);
  }

  @Override
  public void close() {
    threads.close();
  }
}
