package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.task.forecast.ForecastConfig;
import dev.refrain.task.forecast.ForecastLoss;
import dev.refrain.task.forecast.ForecastMethod;
import dev.refrain.task.forecast.ForecastModel;
import dev.refrain.task.forecast.ForecastTask;
import dev.refrain.task.forecast.TimeSeries;
import dev.refrain.tensor.Rng;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What is special about `train forecast`.
record TrainableForecast() implements TrainableTask<ForecastTraining> {
  private static final double ADAM_RATE = 1e-3;
  private static final String RECURRENT = "model.recurrent";

  @Override
  public String name() {
    return ForecastModel.TASK;
  }

  @Override
  public ForecastTraining defaults(ObjectNode given) {
    return new ForecastTraining("", ForecastConfig.defaults(), Learning.defaults(given, ADAM_RATE));
  }

  @Override
  public void requireData(ForecastTraining config) {
    if (config.data().isEmpty()) {
      throw new WrongUsage("--data is missing: the table to learn from");
    }
    if (config.model().series().targets().isEmpty()) {
      throw new WrongUsage("--target is missing: the column to forecast, or several");
    }
  }

  @Override
  public Map<String, String> places() {
    return Map.of("data", "--data");
  }

  @Override
  public RecurrentSections sections() {
    return new RecurrentSections(List.of(RECURRENT), List.of(RECURRENT));
  }

  @Override
  public List<RecurrentConfig> recurrent(ForecastTraining config) {
    return List.of(config.model().recurrent());
  }

  @Override
  public List<IdleOption<ForecastTraining>> idleOptions() {
    return List.of(
        new IdleOption<>(
            "--huber-delta",
            config -> config.model().loss() != ForecastLoss.HUBER,
            "is for --loss huber"),
        new IdleOption<>(
            "--quantiles",
            config -> !config.model().loss().uncertain(),
            "is for --loss quantiles or gaussian"),
        new IdleOption<>(
            "--paths",
            config ->
                !config.model().loss().uncertain()
                    || config.model().method() != ForecastMethod.RECURSIVE,
            "is for --method recursive with --loss quantiles or gaussian"));
  }

  @Override
  public Lesson prepare(ForecastTraining config) {
    TimeSeries series = TimeSeries.read(Path.of(config.data()), config.model().series());
    ForecastModel model =
        ForecastModel.create(config.model(), series, Rng.seeded(config.learning().seed()));
    return new ForecastLesson(config.data(), series, model, new ForecastTask(model, series));
  }
}
