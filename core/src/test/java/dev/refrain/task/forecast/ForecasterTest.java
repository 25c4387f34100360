package dev.refrain.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.DataException;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.task.forecast.ForecastEvaluation.TargetScores;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ForecasterTest {
  private static final long SEED = 77;

  private static List<Double> numbers(Forecast forecast) {
    List<Double> numbers = new ArrayList<>();
    for (int step = 0; step < forecast.steps(); step++) {
      for (int d = 0; d < forecast.targets().size(); d++) {
        numbers.add(forecast.point(step, d));
        for (int level = 0; level < forecast.levels().size(); level++) {
          numbers.add(forecast.quantile(level, step, d));
        }
      }
    }
    return numbers;
  }

  private static List<Double> at(ForecastModel model, TimeSeries series, int origin, int horizon) {
    return numbers(Forecaster.of(model, series, horizon, Rng.seeded(SEED)).at(origin));
  }

  @ParameterizedTest
  @EnumSource(ForecastMethod.class)
  void noForecastSeesTheFuture(ForecastMethod method) {
    ForecastConfig config =
        Waves.config()
            .withMethod(method)
            .withLoss(ForecastLoss.GAUSSIAN)
            .withTransform(Transform.NONE, true);
    TimeSeries series = Waves.series(60, 0, SEED);
    ForecastModel model = Waves.model(config, series, SEED);
    List<Double> forecast = at(model, series, 50, 4);
    assertThat(forecast).hasSize(4 * 2 * 4).doesNotContain(Double.NaN);
    assertThat(at(model, Waves.changedFrom(series, 50, 2), 50, 4)).isEqualTo(forecast);
    assertThat(at(model, Waves.changedFrom(series, 49, 2), 50, 4)).isNotEqualTo(forecast);
  }

  /// Several steps by recursion are single steps, each from the series with the last one appended
  /// and a window that reaches one step further.
  @ParameterizedTest
  @CsvSource({"NONE, false", "LOG, true"})
  void recursionIsOneStepAfterTheOther(Transform transform, boolean difference) {
    ForecastConfig config =
        Waves.config()
            .withMethod(ForecastMethod.RECURSIVE)
            .withNormalization(WindowNormalization.NONE)
            .withTransform(transform, difference);
    TimeSeries series = Waves.series(60, 0, SEED);
    ForecastModel model = Waves.model(config, series, SEED);
    Forecast together = Forecaster.of(model, series, 8, Rng.seeded(1)).at(50);
    double[] targets = new double[120];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = series.target(i / 2, i % 2);
    }
    for (int h = 0; h < 8; h++) {
      ForecastModel longer = Waves.model(config.withWindow(config.input() + h, 4), series, SEED);
      Forecast one =
          Forecaster.of(longer, Waves.with(series, targets), 1, Rng.seeded(1)).at(50 + h);
      for (int d = 0; d < 2; d++) {
        assertThat(together.point(h, d)).isCloseTo(one.point(0, d), within(1e-3));
        targets[2 * (50 + h) + d] = one.point(0, d);
      }
    }
  }

  /// Mean and deviation told from many futures give the likelihood of the truth that the task says.
  @Test
  void manyFuturesHaveTheQuantilesOfTheDistribution() {
    ForecastConfig config =
        Waves.config()
            .withSplit(new SplitConfig("", "1", "9"))
            .withWindow(8, 1)
            .withMethod(ForecastMethod.RECURSIVE)
            .withLoss(ForecastLoss.GAUSSIAN)
            .withPaths(20_000);
    TimeSeries series = Waves.series(60, 0, SEED);
    ForecastModel drawn = Waves.model(config, series, SEED);
    Forecast first = Forecaster.of(drawn, series, 2, Rng.seeded(1)).at(50);
    double nats = 0;
    for (int d = 0; d < 2; d++) {
      double median = first.quantile(1, 0, d);
      double above = first.quantile(2, 0, d) - median;
      assertThat(above).isCloseTo(median - first.quantile(0, 0, d), within(0.05 * above));
      assertThat(first.quantile(2, 1, d) - first.quantile(0, 1, d)).isPositive();
      assertThat(first.point(0, d)).isEqualTo(median);
      double deviation = above / 1.2815516;
      double z = (series.target(50, d) - median) / deviation;
      double scaled = deviation / drawn.profile().targets().get(d).network().deviation();
      nats += z * z / 2 + Math.log(scaled) + 0.5 * Math.log(2 * Math.PI);
    }
    var kernels = ReferenceKernels.float32();
    try (Tape tape = Tape.evaluating(kernels, new BufferPool(kernels.precision()))) {
      ShardLoss loss = new ForecastTask(drawn, series).validationLoss(tape, 0, new Shard(0, 1));
      assertThat(loss.count()).isEqualTo(2);
      assertThat(loss.sum().data().item()).isCloseTo(nats, within(0.03 * Math.abs(nats)));
    }
    assertThat(at(drawn, series, 50, 2)).isEqualTo(at(drawn, series, 50, 2));
    assertThat(numbers(Forecaster.of(drawn, series, 2, Rng.seeded(2)).at(50)))
        .isNotEqualTo(numbers(first));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.9, 1.2815516",
    "0.025, -1.9599640",
    "0.999, 3.0902323",
    "0.0000000001, -6.3613409"
  })
  void normalQuantiles(double level, double quantile) {
    assertThat(NormalQuantile.of(level)).isCloseTo(quantile, within(1e-6));
  }

  @Test
  void quantilesRiseAndTheMedianIsTheForecast() {
    ForecastConfig config =
        Waves.config().withLoss(ForecastLoss.QUANTILES).withQuantiles(0.05, 0.25, 0.5, 0.95);
    TimeSeries series = Waves.series(60, 4, SEED);
    ForecastModel model = Waves.model(config, series, SEED);
    Forecast forecast = Forecaster.of(model, series, 4, Rng.seeded(1)).beyondTheEnd();
    assertThat(forecast.time(0)).isEqualTo("2020-01-03 12:00");
    for (int step = 0; step < 4; step++) {
      for (int d = 0; d < 2; d++) {
        assertThat(forecast.point(step, d)).isEqualTo(forecast.quantile(2, step, d));
        for (int level = 1; level < 4; level++) {
          assertThat(forecast.quantile(level, step, d))
              .isGreaterThan(forecast.quantile(level - 1, step, d));
        }
      }
    }
  }

  @Test
  void whatCannotBeForecast() {
    TimeSeries series = Waves.series(60, 3, SEED);
    ForecastModel model = Waves.model(Waves.config(), series, SEED);
    assertThatThrownBy(() -> Forecaster.of(model, series, 4, Rng.seeded(1)).beyondTheEnd())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "waves knows the covariates (price, holiday) up to 2020-01-03 14:00, and they are"
                + " needed up to 2020-01-03 15:00; add rows");
    assertThatThrownBy(() -> Forecaster.of(model, series, 4, Rng.seeded(1)).at(7))
        .hasMessageContaining("has 7 rows to tell a forecast from, and the model reads 8");
    assertThatThrownBy(() -> Forecaster.of(model, series, 5, Rng.seeded(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the horizon is 5, and the model forecasts 4 steps at once");
  }

  @Test
  void modelsAreKept(@TempDir Path folder) throws IOException {
    TimeSeries series = Waves.series(60, 4, SEED);
    ForecastConfig config = Waves.config().withLoss(ForecastLoss.GAUSSIAN);
    ForecastModel model = Waves.model(config, series, SEED);
    model.save(folder.resolve("m"));
    ForecastModel loaded = ForecastModel.load(folder.resolve("m"));
    assertThat(loaded.config()).isEqualTo(config);
    assertThat(loaded.profile()).isEqualTo(model.profile());
    assertThat(at(loaded, series, 60, 4)).isEqualTo(at(model, series, 60, 4));
    assertThatThrownBy(() -> ForecastConfig.fromJson("f.json", config.toJson().put("horizons", 3)))
        .hasMessageContaining("there is no key 'horizons'; known are series, split, input");
  }

  /// Scores against sums written out, forecast by forecast.
  @Test
  void evaluation() {
    ForecastConfig config = Waves.config().withLoss(ForecastLoss.QUANTILES);
    TimeSeries series = Waves.series(90, 0, SEED);
    ForecastModel model = Waves.model(config, series, SEED);
    Forecaster forecaster = Forecaster.of(model, series, 3, Rng.seeded(1));
    ForecastEvaluation evaluation = ForecastEvaluation.of(forecaster, 70, 90, 2);
    double squares = 0;
    double symmetric = 0;
    double naive = 0;
    double seasonal = 0;
    double pinball = 0;
    int covered = 0;
    int count = 0;
    int windows = 0;
    for (int origin = 70; origin + 3 <= 90; origin += 2, windows++) {
      Forecast forecast = forecaster.at(origin);
      for (int h = 0; h < 3; h++, count++) {
        double truth = series.target(origin + h, 1);
        double error = truth - forecast.point(h, 1);
        squares += error * error;
        symmetric += 200 * Math.abs(error) / (Math.abs(truth) + Math.abs(forecast.point(h, 1)));
        naive += Math.abs(truth - series.target(origin - 1, 1));
        seasonal += Math.abs(truth - series.target(origin + h - Waves.SEASON, 1));
        double low = forecast.quantile(0, h, 1);
        covered += truth <= low ? 1 : 0;
        pinball += truth >= low ? 0.1 * (truth - low) : 0.9 * (low - truth);
      }
    }
    TargetScores scores = evaluation.targets().get(1);
    ForecastScores own = scores.of(ForecastEvaluation.MODEL);
    TargetProfile profile = model.profile().targets().get(1);
    double deviation = profile.units().deviation();
    assertThat(evaluation.windows()).isEqualTo(windows);
    assertThat(own.mse()).isCloseTo(squares / count, within(1e-6));
    assertThat(own.scaledMse()).isCloseTo(own.mse() / deviation / deviation, within(1e-6));
    assertThat(own.mase()).isCloseTo(own.mae() / profile.seasonalError(), within(1e-9));
    assertThat(own.smape()).isCloseTo(symmetric / count, within(1e-5));
    assertThat(scores.of(ForecastEvaluation.NAIVE).mae()).isCloseTo(naive / count, within(1e-9));
    assertThat(scores.of(ForecastEvaluation.SEASONAL_NAIVE).mae())
        .isCloseTo(seasonal / count, within(1e-9));
    assertThat(scores.quantiles().getFirst().coverage())
        .isCloseTo((double) covered / count, within(1e-9));
    assertThat(scores.quantiles().getFirst().pinball()).isCloseTo(pinball / count, within(1e-6));
    assertThatThrownBy(() -> ForecastEvaluation.of(forecaster, 88, 90, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 2 rows to forecast");
  }

  /// Beyond one season the last one that was observed goes round again.
  @Test
  void seasonalNaiveGoesRoundAgain() {
    ForecastScores scores = seasonalNaive(i -> i * i);
    double error = 0;
    for (int h = 0; h < 12; h++) {
      int last = 15 + h % 5;
      error += ((20 + h) * (20 + h) - last * last) / 12.0;
    }
    assertThat(scores.mae()).isCloseTo(error, within(1e-9));
    assertThat(scores.mase()).isPositive();
    scores = seasonalNaive(i -> i % 5 == 0 ? 10 : i % 5);
    assertThat(scores.mae()).isZero();
    assertThat(scores.mase()).as("nothing to divide by").isNaN();
  }

  /// Of twelve steps from row 20 of 40, with a season of five.
  private static ForecastScores seasonalNaive(IntToDoubleFunction value) {
    double[] values = new double[40];
    Arrays.setAll(values, value);
    TimeSeries series = TimeSeries.of("round", "x", values);
    ForecastConfig config =
        ForecastConfig.defaults("x")
            .withSeries(SeriesConfig.of("x").withSeason(5))
            .withWindow(6, 12);
    ForecastModel model = ForecastModel.create(config, series, Rng.seeded(SEED));
    Forecaster forecaster = Forecaster.of(model, series, 12, Rng.seeded(1));
    return ForecastEvaluation.of(forecaster, 20, 32, 1)
        .targets()
        .getFirst()
        .of(ForecastEvaluation.SEASONAL_NAIVE);
  }
}
