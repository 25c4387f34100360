package dev.refrain.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ScheduleTest {
  @Test
  void constantStays() {
    Schedule schedule = Schedule.create(ScheduleConfig.constant());
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(1);
    assertThat(schedule.factor(1000, 9, 0.9)).isEqualTo(1);
  }

  @Test
  void warmUpClimbsByStepToFullHeight() {
    Schedule schedule = Schedule.create(ScheduleConfig.constant().withWarmUp(4));
    double[] expected = {0.25, 0.5, 0.75, 1, 1, 1};
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.factor(step, 0, 0)).isEqualTo(expected[step]);
    }
  }

  @Test
  void stepFallsAfterWholeEpochsDownToTheFloor() {
    Schedule schedule = Schedule.create(ScheduleConfig.step(2, 0.5).withFloor(0.2));
    double[] expected = {1, 1, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertThat(schedule.factor(100L * epoch, epoch, 0.3)).isEqualTo(expected[epoch]);
    }
  }

  @Test
  void cosineGoesFromFullToFloorOverTheRun() {
    Schedule schedule = Schedule.create(ScheduleConfig.cosine(0.1).withWarmUp(10));
    assertThat(schedule.factor(4, 0, 0)).isEqualTo(0.5);
    assertThat(schedule.factor(50, 0, 0.5)).isCloseTo(0.55, within(1e-12));
    assertThat(schedule.factor(75, 0, 0.75))
        .isCloseTo(0.1 + 0.9 * (1 - Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(schedule.factor(100, 1, 1)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.factor(120, 1, 1.2)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void plateauFallsWhenPatienceIsOver() {
    Schedule schedule = Schedule.create(ScheduleConfig.plateau(1, 0.5));
    schedule.validated(2);
    schedule.validated(1.99999); // less than one part in 10,000 better
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(1);
    Schedule.State saved = schedule.state();
    schedule.validated(2.5);
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(0.5);
    schedule.validated(1.5);
    schedule.validated(1.6);
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(0.5);
    schedule.validated(1.6);
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(0.25);

    Schedule resumed = Schedule.create(ScheduleConfig.plateau(1, 0.5));
    resumed.restore(saved);
    resumed.validated(2.5);
    assertThat(resumed.factor(0, 0, 0)).isEqualTo(0.5);
  }

  @Test
  void plateauKnowsNegativeLosses() {
    Schedule schedule = Schedule.create(ScheduleConfig.plateau(0, 0.5));
    schedule.validated(-1);
    schedule.validated(-2);
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(1);
    schedule.validated(-2);
    assertThat(schedule.factor(0, 0, 0)).isEqualTo(0.5);
  }

  @Test
  void refusesBadSettingsByName() {
    assertThatThrownBy(() -> ScheduleConfig.constant().withWarmUp(-3))
        .hasMessage("the schedule's warm-up is -3, it must be 0 steps or more");
    assertThatThrownBy(() -> ScheduleConfig.step(0, 0.5)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> ScheduleConfig.plateau(1, 0)).hasMessageContaining("factor");
    assertThatThrownBy(() -> ScheduleConfig.cosine(2)).hasMessageContaining("floor");
    assertThatThrownBy(() -> ScheduleKind.named("sine"))
        .hasMessage("there is no schedule 'sine'; known are constant, step, cosine, plateau");
  }
}
