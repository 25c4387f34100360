package dev.refrain.search;

import static dev.refrain.search.Studies.SPACE;
import static dev.refrain.search.Studies.plan;
import static dev.refrain.search.Studies.run;
import static dev.refrain.search.Studies.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StudyRunTest {
  private static final int TRIALS = 24;

  @TempDir Path folder;

  static List<StudyPlan> plans() {
    return List.of(
        plan(SPACE, new RandomSearch(), new NoPruning(), 3),
        plan(SPACE, new SobolSearch(), new MedianPruning(3, 1), 3),
        plan(SPACE, new TreeParzenSearch(6, 24), HalvingPruning.standard(), 3),
        plan(SPACE, RefinedSearch.of(4, 6), MedianPruning.standard(), 3));
  }

  /// A trial that takes as long as it likes.
  private static TrialRunner dawdling(long seed) {
    var random = new Random(seed);
    return (request, monitor) -> {
      Thread.sleep(random.nextInt(8));
      return Studies.learn(request, monitor);
    };
  }

  @ParameterizedTest
  @MethodSource("plans")
  void tableDoesNotDependOnTiming(StudyPlan plan) throws IOException, InterruptedException {
    StudyLimits limits = StudyLimits.trials(TRIALS);
    List<String> once = table(run(folder.resolve("1"), plan, limits, dawdling(1)));
    List<String> again = table(run(folder.resolve("2"), plan, limits, dawdling(2)));
    assertThat(again).hasSize(TRIALS).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void stoppedStudyGoesOnToTheSameTable(StudyPlan plan) throws IOException, InterruptedException {
    StudyLimits limits = StudyLimits.trials(TRIALS);
    List<String> whole = table(run(folder.resolve("whole"), plan, limits, Studies::learn));
    Path cut = folder.resolve("cut");
    Files.createDirectories(cut);
    for (int session = 0; ; session++) {
      var running = new AtomicReference<StudyRun>();
      var done = new AtomicInteger();
      int stopAfter = 3 + session;
      TrialRunner runner =
          (request, monitor) -> {
            TrialOutcome outcome = dawdling(stopAfter).run(request, monitor);
            if (done.incrementAndGet() == stopAfter) {
              running.get().requestStop();
            }
            return outcome;
          };
      try (Study study =
              session == 0
                  ? Study.create(cut, plan, limits)
                  : Study.resume(cut, Study.plan(cut), Study.limits(cut));
          TrialExecutor trials = new LocalTrials(runner, plan.parallel())) {
        running.set(new StudyRun(study, trials, limits));
        StudyEnd end = running.get().run();
        if (end != StudyEnd.REQUESTED) {
          assertThat(session).isPositive();
          assertThat(table(study.history())).isEqualTo(whole);
          return;
        }
      }
    }
  }

  @Test
  void tornLastLineIsLeftOutAndCutOff() throws IOException, InterruptedException {
    StudyPlan plan = plan(SPACE, new RandomSearch(), new NoPruning(), 1);
    List<String> whole =
        table(run(folder.resolve("a"), plan, StudyLimits.trials(4), Studies::learn));
    run(folder.resolve("b"), plan, StudyLimits.trials(2), Studies::learn);
    Path log = folder.resolve("b").resolve(Study.LOG);
    Files.writeString(log, "{\"event\":\"started\",\"tri", StandardOpenOption.APPEND);
    assertThat(StudyLog.read(log).torn()).isTrue();
    try (Study study = Study.resume(folder.resolve("b"), plan, StudyLimits.trials(4));
        TrialExecutor trials = new LocalTrials(Studies::learn, 1)) {
      assertThat(study.torn()).isTrue();
      assertThat(new StudyRun(study, trials, StudyLimits.trials(4)).run())
          .isEqualTo(StudyEnd.TRIALS);
      assertThat(table(study.history())).isEqualTo(whole);
    }
    assertThat(StudyLog.read(log).torn()).isFalse();
    assertThat(table(Study.history(folder.resolve("b")))).isEqualTo(whole);
  }

  @Test
  void lineThatIsNoEventIsAnErrorWithItsNumber() throws IOException, InterruptedException {
    StudyPlan plan = plan(SPACE, new RandomSearch(), new NoPruning(), 1);
    run(folder.resolve("a"), plan, StudyLimits.trials(1), Studies::learn);
    Path log = folder.resolve("a").resolve(Study.LOG);
    long lines = Files.readAllLines(log).size();
    Files.writeString(log, "{\"event\":\"begun\"}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Study.history(folder.resolve("a")))
        .hasMessageContaining("line " + (lines + 1));
  }

  @Test
  void failedTrialsAreRecordedAndEndNothing() throws IOException, InterruptedException {
    StudyPlan plan = plan(SPACE, new TreeParzenSearch(2, 24), MedianPruning.standard(), 1);
    TrialRunner runner =
        (request, monitor) ->
            switch (request.trial()) {
              case 1 -> throw new TrainingException("the loss of step 3 is not finite");
              case 2 -> throw new OutOfMemoryError("heap");
              case 3 -> Studies.outcome(10, Double.NaN);
              case 4 -> throw new IllegalStateException("a defect");
              default -> Studies.learn(request, monitor);
            };
    StudyHistory history = run(folder.resolve("a"), plan, StudyLimits.trials(8), runner);
    assertThat(history.trials().subList(0, 4))
        .allSatisfy(
            trial -> {
              assertThat(trial.state()).contains(TrialState.FAILED);
              assertThat(trial.ended().orElseThrow().value()).isEmpty();
            })
        .map(trial -> trial.ended().orElseThrow().reason().orElseThrow())
        .satisfiesExactly(
            reason -> assertThat(reason).isEqualTo("the loss of step 3 is not finite"),
            reason -> assertThat(reason).startsWith("out of memory at a limit of "),
            reason -> assertThat(reason).contains("validation-loss"),
            reason -> assertThat(reason).contains("IllegalStateException", "a defect"));
    assertThat(history.ranking()).hasSize(4);
  }

  @Test
  void noMoreTrialsRunAtOnceThanThePlanSays() throws IOException, InterruptedException {
    var running = new AtomicInteger();
    var most = new ConcurrentSkipListSet<Integer>();
    var three = new CountDownLatch(3);
    TrialRunner runner =
        (request, monitor) -> {
          most.add(running.incrementAndGet());
          three.countDown();
          assertThat(three.await(1, TimeUnit.MINUTES)).isTrue(); // or three never run at once
          running.decrementAndGet();
          return Studies.learn(request, monitor);
        };
    StudyHistory history =
        run(
            folder.resolve("a"),
            plan(SPACE, new RandomSearch(), new NoPruning(), 3),
            StudyLimits.trials(12),
            runner);
    assertThat(history.ranking()).hasSize(12);
    assertThat(most).contains(3).doesNotContain(4);
  }

  @Test
  void targetAndTimeEndAStudy() throws IOException, InterruptedException {
    StudyPlan plan = plan(SPACE, new RandomSearch(), new NoPruning(), 1);
    var target = new StudyLimits(OptionalInt.of(99), Optional.empty(), OptionalDouble.of(0.4));
    StudyHistory found = run(folder.resolve("a"), plan, target, Studies::learn);
    assertThat(found.closed()).contains(StudyEnd.TARGET);
    assertThat(found.ranking().getFirst().number()).isEqualTo(found.trials().size());

    var time =
        new StudyLimits(
            OptionalInt.empty(), Optional.of(Duration.ofMillis(300)), OptionalDouble.empty());
    StudyHistory late = run(folder.resolve("b"), plan, time, dawdling(1));
    assertThat(late.closed()).contains(StudyEnd.TIME);
    assertThat(late.worked()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
  }

  /// A trial that hears nothing for long, such as one that validates.
  @Test
  void trialThatIsNotWantedIsInterruptedAndMadeAgain() throws IOException, InterruptedException {
    StudyPlan plan = plan(SPACE, new RandomSearch(), new NoPruning(), 2);
    var limits =
        new StudyLimits(
            OptionalInt.of(4), Optional.of(Duration.ofMillis(200)), OptionalDouble.empty());
    StudyHistory cut =
        run(
            folder.resolve("a"),
            plan,
            limits,
            (request, monitor) -> {
              Thread.sleep(Duration.ofMinutes(5));
              throw new AssertionError();
            });
    assertThat(cut.closed()).contains(StudyEnd.TIME);
    assertThat(cut.trials()).hasSize(2).allMatch(trial -> trial.ended().isEmpty());
    try (Study study = Study.resume(folder.resolve("a"), plan, StudyLimits.trials(4));
        TrialExecutor trials = new LocalTrials(Studies::learn, 2)) {
      new StudyRun(study, trials, StudyLimits.trials(4)).run();
      assertThat(study.history().ranking()).hasSize(4);
    }
  }

  @Test
  void gridEndsByItself() throws IOException, InterruptedException {
    SearchSpace space =
        SearchSpace.of(
            Dimension.of("layers", IntegerRange.of(1, 3)),
            Dimension.of("units", new IntegerRange(25, 250, false, 2)),
            Dimension.of("optimizer.rate", new RealRange(1e-4, 1, true, 2)));
    StudyHistory history =
        run(
            folder.resolve("a"),
            plan(space, new GridSearch(), new NoPruning(), 2),
            StudyLimits.NONE,
            Studies::learn);
    assertThat(history.closed()).contains(StudyEnd.SPACE);
    assertThat(history.trials()).hasSize(12).extracting(Trial::values).doesNotHaveDuplicates();
  }

  @Test
  void seedOfTheSpaceIsTheTrials() throws IOException, InterruptedException {
    SearchSpace space =
        SPACE.plus(Dimension.of("seed", new Choices(List.of(Studies.whole(5), Studies.whole(6)))));
    StudyHistory history =
        run(
            folder.resolve("a"),
            plan(space, new RandomSearch(), new NoPruning(), 1),
            StudyLimits.trials(6),
            Studies::learn);
    assertThat(history.trials())
        .allSatisfy(
            trial ->
                assertThat(trial.seed())
                    .isEqualTo(trial.values().get("seed").orElseThrow().longValue()));
  }

  @Test
  void folderIsHeldByOneAndNotTakenTwice() throws IOException {
    StudyPlan plan = plan(SPACE, new RandomSearch(), new NoPruning(), 1);
    Path study = folder.resolve("a");
    try (Study held = Study.create(study, plan, StudyLimits.NONE)) {
      assertThat(held.torn()).isFalse();
      assertThatThrownBy(() -> Study.resume(study, plan, StudyLimits.NONE))
          .hasMessageContaining("another process works on this study");
    }
    assertThatThrownBy(() -> Study.create(study, plan, StudyLimits.NONE))
        .hasMessageContaining("already holds a study");
    assertThatThrownBy(() -> Study.plan(folder.resolve("nothing")))
        .hasMessageContaining("holds no study");
  }

  @ParameterizedTest
  @MethodSource("plans")
  void planIsReadAsItWasWritten(StudyPlan plan) throws IOException {
    SearchSpace space =
        plan.space()
            .plus(
                Dimension.of(
                    "cell", new Choices(List.of(Studies.text("lstm"), Studies.text("gru")))))
            .plus(Dimension.of("dropout", new RealRange(0, 0.5, false, 3)).when("layers > 1"))
            .plus(Dimension.of("clip", RealRange.of(0, 1)).when("cell in [\"lstm\"]"));
    var more = plan(space, plan.strategy(), plan.pruner(), 2);
    var limits =
        new StudyLimits(
            OptionalInt.of(3), Optional.of(Duration.ofMinutes(90)), OptionalDouble.of(1.5));
    Study.create(folder.resolve("a"), more, limits).close();
    assertThat(Study.plan(folder.resolve("a"))).isEqualTo(more);
    assertThat(Study.limits(folder.resolve("a"))).isEqualTo(limits);
  }
}
