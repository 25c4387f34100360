package dev.refrain.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.DataException;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The loss of whole epochs against the errors of forecasts made one by one.
final class ForecastTaskTest {
  private static final long SEED = 31;

  private record Total(double sum, long count) {}

  private static Total validation(ForecastTask task, int shards) {
    var kernels = ReferenceKernels.float32();
    double sum = 0;
    long count = 0;
    for (int step = 0; step < task.validationSteps(); step++) {
      for (int index = 0; index < shards; index++) {
        try (Tape tape = Tape.evaluating(kernels, new BufferPool(kernels.precision()))) {
          ShardLoss loss = task.validationLoss(tape, step, new Shard(index, shards));
          sum += loss == null ? 0 : loss.sum().data().item();
          count += loss == null ? 0 : loss.count();
        }
      }
    }
    return new Total(sum, count);
  }

  @ParameterizedTest
  @CsvSource({
    "DIRECT, NONE, NONE, false, 1",
    "DIRECT, LAST, LOG, true, 2",
    "DECODER, LAST, NONE, false, 3",
    "DECODER, NONE, LOG, true, 7",
    "RECURSIVE, LAST, NONE, true, 1",
    "RECURSIVE, LAST, LOG, false, 2"
  })
  void lossIsTheErrorOfForecasts(
      ForecastMethod method,
      WindowNormalization normalization,
      Transform transform,
      boolean difference,
      int shards) {
    boolean recursive =
        method == ForecastMethod.RECURSIVE; // one step: what is fed back is not known
    ForecastConfig config =
        Waves.config()
            .withWindow(8, recursive ? 1 : 4)
            .withMethod(method)
            .withNormalization(normalization)
            .withTransform(transform, difference);
    TimeSeries series = Waves.series(60, 0, SEED);
    ForecastModel model = Waves.model(config, series, SEED);
    SeriesSplit split = config.split().of(series);
    Forecaster forecaster = Forecaster.of(model, series, config.horizon(), Rng.seeded(1));
    double expected = 0;
    long count = 0;
    for (int origin = split.validation(); origin + config.horizon() <= split.test(); origin++) {
      Forecast forecast = forecaster.at(origin);
      for (int h = 0; h < config.horizon(); h++) {
        for (int d = 0; d < 2; d++) {
          double truth = series.target(origin + h, d);
          double error =
              transform == Transform.LOG
                  ? Math.log(forecast.point(h, d)) - Math.log(truth)
                  : forecast.point(h, d) - truth;
          double scaled = error / model.profile().targets().get(d).network().deviation();
          expected += scaled * scaled;
          count++;
        }
      }
    }
    Total total = validation(new ForecastTask(model, series), shards);
    assertThat(total.count()).isEqualTo(count);
    assertThat(total.sum()).isCloseTo(expected, within(1e-4 * expected));
  }

  @Test
  void scalesAreOfThePartThatIsLearned() {
    TimeSeries series = Waves.series(60, 0, SEED);
    ForecastConfig config = Waves.config();
    int learned = config.split().of(series).validation();
    assertThat(learned).isEqualTo(42);
    SeriesProfile profile = Waves.model(config, series, SEED).profile();
    SeriesProfile other =
        Waves.model(config, Waves.changedFrom(series, learned, 3), SEED).profile();
    assertThat(other).isEqualTo(profile);
    assertThat(Waves.model(config, Waves.changedFrom(series, learned - 1, 3), SEED).profile())
        .isNotEqualTo(profile);
    double mean = 0;
    double error = 0;
    for (int row = 0; row < learned; row++) {
      mean += series.target(row, 0) / learned;
      if (row >= Waves.SEASON) {
        double change = series.target(row, 0) - series.target(row - Waves.SEASON, 0);
        error += Math.abs(change) / (learned - Waves.SEASON);
      }
    }
    assertThat(profile.targets().getFirst().units().mean()).isCloseTo(mean, within(1e-9));
    assertThat(profile.targets().getFirst().seasonalError()).isCloseTo(error, within(1e-9));
  }

  /// Weights after a few steps of every loss and method, which differ, and whose bits do not depend
  /// on the number of threads.
  @ParameterizedTest
  @CsvSource({
    "DIRECT, SQUARED",
    "DIRECT, QUANTILES",
    "DECODER, GAUSSIAN",
    "DECODER, HUBER",
    "RECURSIVE, GAUSSIAN",
    "RECURSIVE, ABSOLUTE"
  })
  void everyKindTrains(ForecastMethod method, ForecastLoss loss) {
    ForecastConfig config =
        Waves.config()
            .withMethod(method)
            .withLoss(loss)
            .withNormalization(
                loss == ForecastLoss.GAUSSIAN
                    ? WindowNormalization.NONE
                    : WindowNormalization.MOMENTS);
    TimeSeries series = Waves.series(60, 0, SEED);
    Map<String, double[]> first = trained(config, series, 1);
    Map<String, double[]> second = trained(config, series, 2);
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((name, weights) -> assertThat(second.get(name)).as(name).isEqualTo(weights));
    Map<String, Tensor> start =
        ForecastModel.create(config, series, Rng.seeded(SEED)).parameters().byName();
    start.forEach(
        (name, weights) -> assertThat(first.get(name)).as(name).isNotEqualTo(weights.toDoubles()));
  }

  private static Map<String, double[]> trained(
      ForecastConfig config, TimeSeries series, int threads) {
    ForecastModel model = ForecastModel.create(config, series, Rng.seeded(SEED));
    Trainer.of(new ForecastTask(model, series))
        .shards(2)
        .threads(threads)
        .seed(SEED)
        .epochs(1)
        .run();
    Map<String, double[]> weights = new LinkedHashMap<>();
    model.parameters().byName().forEach((name, t) -> weights.put(name, t.toDoubles()));
    return weights;
  }

  @Test
  void seriesThatCannotBeLearned() {
    ForecastConfig config = ForecastConfig.defaults("x").withWindow(10, 5);
    double[] constant = new double[100];
    Arrays.fill(constant, 7);
    refused(
        config, TimeSeries.of("flat", "x", constant), "flat has 'x' = 7.0 in all of the 70 rows");
    double[] rising = new double[100];
    Arrays.setAll(rising, i -> i);
    refused(
        config.withWindow(80, 5),
        TimeSeries.of("short", "x", rising),
        "short has 70 rows to learn from, and one window of 80 steps with 5 to forecast needs 85");
    refused(
        config.withWindow(10, 12),
        TimeSeries.of("short", "x", rising),
        "has 10 rows held out for validation, and a horizon of 12 needs as many");
    refused(
        config.withTransform(Transform.LOG, false),
        TimeSeries.of("zero", "x", rising),
        "zero has 'x' = 0.0 at 0, which has no logarithm");
    refused(
        config.withSplit(new SplitConfig("", "0", "100")),
        TimeSeries.of("short", "x", rising),
        "has 100 rows to cut, and test asks for 100");
    refused(
        config.withSeries(config.series().withCalendar(CalendarFeature.HOUR)),
        TimeSeries.of("counted", "x", rising),
        "counted has numbers for times, which have no calendar");
  }

  private static void refused(ForecastConfig config, TimeSeries series, String message) {
    assertThatThrownBy(
            () -> new ForecastTask(ForecastModel.create(config, series, Rng.seeded(SEED)), series))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0.1, 0.2, 70, 80, 100",
    "60, 0.1, 0.2, 42, 48, 60",
    "'', 10, 20, 70, 80, 100",
    "'', 0, @90, 90, 90, 100",
    "@80, @50, @75.5, 50, 76, 80",
    ".5, 0.0, 5, 45, 45, 50"
  })
  void partsAreCutByTime(
      String rows, String validation, String test, int first, int second, int end) {
    double[] values = new double[100];
    TimeSeries series = TimeSeries.of("s", "x", values);
    assertThat(new SplitConfig(rows, validation, test).of(series))
        .isEqualTo(new SeriesSplit(first, second, end));
  }
}
