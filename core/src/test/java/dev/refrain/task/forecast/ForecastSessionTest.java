package dev.refrain.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForecastSessionTest {
  private static final long SEED = 12;

  private static final TimeSeries SERIES = series();

  private static TimeSeries series() {
    Rng rng = Rng.seeded(SEED);
    double[] values = new double[80];
    for (int i = 0; i < values.length; i++) {
      values[i] = 20 + 5 * Math.sin(i) + rng.nextGaussian();
    }
    return TimeSeries.of("s", "x", values);
  }

  private static ForecastModel model(Transform transform, boolean difference, ForecastLoss loss) {
    return Waves.model(
        ForecastConfig.defaults("x")
            .withSeries(SeriesConfig.of("x").withSeason(4))
            .withWindow(9, 1)
            .withMethod(ForecastMethod.RECURSIVE)
            .withNormalization(WindowNormalization.NONE)
            .withTransform(transform, difference)
            .withLoss(loss),
        SERIES,
        SEED);
  }

  /// A session that has read the rows of a window forecasts as from that window.
  @ParameterizedTest
  @CsvSource({"NONE, false, SQUARED", "LOG, true, HUBER", "NONE, true, QUANTILES"})
  void forecastsAsFromAWindow(Transform transform, boolean difference, ForecastLoss loss) {
    ForecastModel model = model(transform, difference, loss);
    int lag = difference ? 4 : 0;
    ForecastSession session = model.openSession();
    for (int row = 50 - 9 - lag; row < 50; row++) {
      assertThat(session.push(SERIES.target(row, 0))).isEqualTo(row >= 50 - 9);
    }
    ForecastConfig config = model.config();
    if (loss == ForecastLoss.QUANTILES) { // a recursive forecaster draws; its median comes close
      ForecastModel drawn = Waves.model(config.withPaths(20_000), SERIES, SEED);
      Forecast forecast = Forecaster.of(drawn, SERIES, 1, Rng.seeded(1)).at(50);
      assertThat(session.point(0)).isCloseTo(forecast.point(0, 0), within(0.1));
      assertThat(session.quantile(2, 0)).isGreaterThan(session.quantile(1, 0));
    } else {
      Forecast forecast = Forecaster.of(model, SERIES, 1, Rng.seeded(1)).at(50);
      assertThat(session.point(0)).isCloseTo(forecast.point(0, 0), within(1e-4));
    }
  }

  @Test
  void forksGoTheirOwnWay() {
    ForecastSession session = model(Transform.LOG, true, ForecastLoss.SQUARED).openSession();
    for (int row = 0; row < 20; row++) {
      session.push(SERIES.target(row, 0));
    }
    ForecastSession fork = session.fork();
    assertThat(fork.point(0)).isEqualTo(session.point(0));
    session.push(23);
    double there = session.point(0);
    fork.push(27);
    assertThat(session.point(0)).isEqualTo(there).isNotEqualTo(fork.point(0));
    for (int step = 0; step < 5; step++) { // a whole season later as well
      session.push(21);
    }
    ForecastSession again = session.fork();
    again.push(22);
    session.push(22);
    assertThat(again.point(0)).isEqualTo(session.point(0));
  }

  @Test
  void whatCannotGoStepByStep() {
    ForecastModel model = Waves.model(Waves.config(), Waves.series(60, 0, SEED), SEED);
    assertThatThrownBy(model::openSession)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this one is direct, its normalization last, and it reads 4 numbers");
    ForecastSession session = model(Transform.LOG, false, ForecastLoss.SQUARED).openSession();
    assertThatThrownBy(() -> session.push(1, 2)).hasMessageContaining("2 values for a step of 1");
    assertThatThrownBy(() -> session.push(0)).hasMessageContaining("x is 0.0, which the model");
  }
}
