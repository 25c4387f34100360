package dev.refrain.task.forecast;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What a forecasting model looks like and what it is to forecast. A record of data: command lines,
/// files and searches speak it. Begin with [#defaults] and go on with the withers.
///
/// @param series which columns are read
/// @param split where the series is cut by time
/// @param input how many steps the network reads before it forecasts
/// @param horizon how many steps it learns to forecast; a recursive model may forecast any number
/// @param stride how far apart windows begin in training
/// @param method how the network comes to the steps behind its window
/// @param transform what is done to each value of a target first
/// @param difference whether a target's value one season before is subtracted from each
/// @param normalization what each window is brought to
/// @param loss what the forecast is judged by
/// @param delta for the Huber loss: where it turns from quadratic to linear, in deviations of the
///     part that is learned
/// @param quantiles the levels to forecast, rising, the median (0.5) among them; with other losses
///     than `quantiles` and `gaussian` they do not matter
/// @param paths how many futures a recursive model draws for its quantiles
/// @param recurrent the recurrent layers; of both networks where there is a decoder. One direction
///     only
/// @param inputDropout the rate of dropout on what goes into the first layer
/// @param outputDropout the rate of dropout on what comes out of the last layer
/// @param batch how many windows are read side by side
public record ForecastConfig(
    SeriesConfig series,
    SplitConfig split,
    int input,
    int horizon,
    int stride,
    ForecastMethod method,
    Transform transform,
    boolean difference,
    WindowNormalization normalization,
    ForecastLoss loss,
    double delta,
    List<Double> quantiles,
    int paths,
    RecurrentConfig recurrent,
    double inputDropout,
    double outputDropout,
    int batch) {
  private static final int MAX_STEPS = 1 << 16;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public ForecastConfig {
    require(series != null, "series is missing: the columns of the table");
    require(split != null, "split is missing: the parts of the series");
    requireWhole("input", input, 1, MAX_STEPS);
    requireWhole("horizon", horizon, 1, MAX_STEPS);
    requireWhole("stride", stride, 1, MAX_STEPS);
    require(method != null, "method is missing; known are direct, recursive, decoder");
    require(transform != null, "transform is missing; known are none, log");
    require(normalization != null, "normalization is missing; known are none, last, moments");
    require(
        normalization != WindowNormalization.MOMENTS || input > 1,
        "normalization by moments needs an input of 2 steps or more");
    require(
        loss != null, "loss is missing; known are squared, absolute, huber, quantiles, gaussian");
    require(delta > 0 && Double.isFinite(delta), "delta is %s, it must be above 0", delta);
    quantiles = quantiles == null ? List.of() : List.copyOf(quantiles);
    requireLevels(quantiles);
    requireWhole("paths", paths, 1, 1 << 16);
    require(recurrent != null, "recurrent is missing: the cell and the widths of the layers");
    require(
        !recurrent.bidirectional(),
        "recurrent is bidirectional, but a forecast starts from the state behind the last step");
    requireRate("inputDropout", inputDropout);
    requireRate("outputDropout", outputDropout);
    requireWhole("batch", batch, 1, 1 << 16);
  }

  private static void requireLevels(List<Double> quantiles) {
    double last = 0;
    for (Double level : quantiles) {
      require(
          level != null && level > last && level < 1,
          "quantiles are %s, they must rise between 0 and 1",
          quantiles);
      last = level;
    }
    require(
        quantiles.contains(0.5),
        "quantiles are %s, the median (0.5) must be among them: it is the forecast",
        quantiles);
  }

  /// One LSTM layer of 64 that reads 96 steps and forecasts 24 at once, judged by the squared error.
  public static ForecastConfig defaults(String... targets) {
    return new ForecastConfig(
        SeriesConfig.of(targets),
        SplitConfig.defaults(),
        96,
        24,
        1,
        ForecastMethod.DIRECT,
        Transform.NONE,
        false,
        WindowNormalization.LAST,
        ForecastLoss.SQUARED,
        1,
        List.of(0.1, 0.5, 0.9),
        100,
        RecurrentConfig.of(CellKind.LSTM, 64),
        0,
        0,
        32);
  }

  /// The configuration that a JSON object asks for: what it does not say is as in [#defaults].
  ///
  /// @param source where it came from, for messages: `model.json`
  /// @throws IllegalArgumentException naming a key that is not known, with those that are, or a
  ///     value that may not be, with what is allowed
  public static ForecastConfig fromJson(String source, JsonNode json) {
    return RecordJson.read(source, json, defaults());
  }

  /// This configuration as a JSON object, as [#fromJson] reads it.
  public ObjectNode toJson() {
    return RecordJson.write(this);
  }

  /// How many numbers a network that reads a step sees: D targets and what is known ahead.
  int inputWidth() {
    return series.targets().size() + series.knownWidth();
  }

  /// How many numbers describe the forecast of one value: one for each quantile, mean and deviation,
  /// or the value.
  int parametersPerValue() {
    return switch (loss) {
      case SQUARED, ABSOLUTE, HUBER -> 1;
      case QUANTILES -> quantiles.size();
      case GAUSSIAN -> 2;
    };
  }

  /// The same with other columns.
  public ForecastConfig withSeries(SeriesConfig series) {
    return change(draft -> draft.series = series);
  }

  /// The same, cut elsewhere.
  public ForecastConfig withSplit(SplitConfig split) {
    return change(draft -> draft.split = split);
  }

  /// The same with windows of `input` steps and so many steps to forecast.
  public ForecastConfig withWindow(int input, int horizon) {
    return change(
        draft -> {
          draft.input = input;
          draft.horizon = horizon;
        });
  }

  /// The same with windows that begin this far apart.
  public ForecastConfig withStride(int stride) {
    return change(draft -> draft.stride = stride);
  }

  /// The same with another way to the steps behind a window.
  public ForecastConfig withMethod(ForecastMethod method) {
    return change(draft -> draft.method = method);
  }

  /// The same with another transform, with or without seasonal differences.
  public ForecastConfig withTransform(Transform transform, boolean difference) {
    return change(
        draft -> {
          draft.transform = transform;
          draft.difference = difference;
        });
  }

  /// The same with windows brought to something else.
  public ForecastConfig withNormalization(WindowNormalization normalization) {
    return change(draft -> draft.normalization = normalization);
  }

  /// The same with another loss.
  public ForecastConfig withLoss(ForecastLoss loss) {
    return change(draft -> draft.loss = loss);
  }

  /// The same with other levels.
  public ForecastConfig withQuantiles(Double... quantiles) {
    return change(draft -> draft.quantiles = List.of(quantiles));
  }

  /// The same with another number of futures to draw.
  public ForecastConfig withPaths(int paths) {
    return change(draft -> draft.paths = paths);
  }

  /// The same with layers of these widths of a cell.
  public ForecastConfig withLayers(CellKind cell, Integer... hidden) {
    return withRecurrent(recurrent.withCell(cell).withHidden(Arrays.asList(hidden)));
  }

  /// The same with other recurrent layers.
  public ForecastConfig withRecurrent(RecurrentConfig recurrent) {
    return change(draft -> draft.recurrent = recurrent);
  }

  /// The same with other rates of dropout at the input and at the output.
  public ForecastConfig withDropout(double inputDropout, double outputDropout) {
    return change(
        draft -> {
          draft.inputDropout = inputDropout;
          draft.outputDropout = outputDropout;
        });
  }

  /// The same with another number of windows side by side.
  public ForecastConfig withBatch(int batch) {
    return change(draft -> draft.batch = batch);
  }

  private ForecastConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private SeriesConfig series;
    private SplitConfig split;
    private int input;
    private int horizon;
    private int stride;
    private ForecastMethod method;
    private Transform transform;
    private boolean difference;
    private WindowNormalization normalization;
    private ForecastLoss loss;
    private final double delta;
    private List<Double> quantiles;
    private int paths;
    private RecurrentConfig recurrent;
    private double inputDropout;
    private double outputDropout;
    private int batch;

    Draft(ForecastConfig from) {
      series = from.series;
      split = from.split;
      input = from.input;
      horizon = from.horizon;
      stride = from.stride;
      method = from.method;
      transform = from.transform;
      difference = from.difference;
      normalization = from.normalization;
      loss = from.loss;
      delta = from.delta;
      quantiles = from.quantiles;
      paths = from.paths;
      recurrent = from.recurrent;
      inputDropout = from.inputDropout;
      outputDropout = from.outputDropout;
      batch = from.batch;
    }

    ForecastConfig build() {
      return new ForecastConfig(
          series,
          split,
          input,
          horizon,
          stride,
          method,
          transform,
          difference,
          normalization,
          loss,
          delta,
          quantiles,
          paths,
          recurrent,
          inputDropout,
          outputDropout,
          batch);
    }
  }
}
