package dev.refrain.task.forecast;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.List;
import java.util.Map;

/// A forecasting model with the series it learns, as the trainer sees them. Each prediction that is
/// counted is one value of one step.
///
/// A recursive model learns to forecast each step behind its window from those before it as they
/// were; where windows are not normalized, also each step within the window.
public final class ForecastTask implements Task {
  private final ForecastModel model;
  private final PreparedSeries series;
  private final SeriesWindows training;
  private final SeriesWindows validation;

  /// A task to learn a series.
  ///
  /// @throws dev.refrain.data.DataException if a part of it is shorter than a window
  public ForecastTask(ForecastModel model, TimeSeries series) {
    ForecastConfig config = model.config();
    SeriesSplit split = config.split().of(series);
    this.model = model;
    this.series = model.prepare(series, 0);
    training = windows(0, split.validation(), config.stride());
    validation = windows(split.validation(), split.test(), 1);
    if (training.count() == 0) {
      throw series.bad(
          "has %,d rows to learn from, and one window of %,d steps with %,d to forecast needs %,d; use a longer series, a smaller input or a smaller horizon"
              .formatted(
                  split.validation(),
                  config.input(),
                  config.horizon(),
                  this.series.first() + config.input() + config.horizon()));
    }
    if (validation.count() == 0 && split.test() > split.validation()) {
      throw series.bad(
          "has %,d rows held out for validation, and a horizon of %,d needs as many; use a larger part or a smaller horizon"
              .formatted(split.test() - split.validation(), config.horizon()));
    }
  }

  private SeriesWindows windows(int from, int to, int stride) {
    ForecastConfig config = model.config();
    return new SeriesWindows(series, from, to, config.horizon(), stride, config.batch());
  }

  public ForecastModel model() {
    return model;
  }

  /// How many windows are learned.
  public int windows() {
    return training.count();
  }

  /// How many windows are held out.
  public int validationWindows() {
    return validation.count();
  }

  @Override
  public Parameters parameters() {
    return model.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    training.startEpoch(rng);
  }

  @Override
  public int steps() {
    return training.steps();
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    return loss(tape, training, step, shard);
  }

  @Override
  public int validationSteps() {
    return validation.steps();
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    return loss(tape, validation, step, shard);
  }

  private ShardLoss loss(Tape tape, SeriesWindows windows, int step, Shard shard) {
    int rows = windows.rows(step);
    int from = shard.from(rows);
    int to = shard.to(rows);
    if (from == to) {
      return null;
    }
    int[] origins = new int[to - from];
    for (int row = from; row < to; row++) {
      origins[row - from] = windows.origin(step, row);
    }
    return loss(tape, new WindowBatch(tape, series, origins));
  }

  private ShardLoss loss(Tape tape, WindowBatch batch) {
    ForecastConfig config = model.config();
    int horizon = config.horizon();
    return switch (config.method()) {
      case DIRECT -> loss(model.network().ahead(tape, batch), batch.targetsInARow(horizon));
      case DECODER -> loss(model.network().ahead(tape, batch), batch.targetsInSteps(0, horizon));
      case RECURSIVE -> {
        // A window's scale tells of its last steps, so those within it are no fair question then.
        boolean within = config.normalization() == WindowNormalization.NONE;
        int from = within ? 0 : config.input() - 1;
        Value inputs = batch.inputs(horizon - 1);
        yield loss(
            model.network().read(tape, inputs, List.of(), from).output(),
            batch.targetsInSteps(from - config.input() + 1, horizon));
      }
    };
  }

  private ShardLoss loss(Value output, Tensor targets) {
    return new ShardLoss(model.likelihood().loss(output, targets), targets.shape().size());
  }

  /// Nothing: every window begins anew.
  @Override
  public Map<String, Tensor> carried() {
    return Map.of();
  }

  @Override
  public void restoreCarried(Map<String, Tensor> carried) {
    if (!carried.isEmpty()) {
      throw new IllegalArgumentException(
          "the state to go on with has the parts %s, this task has none"
              .formatted(carried.keySet()));
    }
  }
}
