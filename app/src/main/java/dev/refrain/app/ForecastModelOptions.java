package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What a forecasting model looks like around its recurrent layers: options of `train forecast`. Only
/// picocli writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class ForecastModelOptions {
  @Option(
      names = "--input",
      paramLabel = "STEPS",
      description = "Steps that are read before a forecast. Default: 96.")
  @Sets("model.input")
  private Integer input;

  @Option(
      names = "--horizon",
      paramLabel = "STEPS",
      description = "Steps that are forecast. Default: 24.")
  @Sets("model.horizon")
  private Integer horizon;

  @Option(
      names = "--stride",
      paramLabel = "STEPS",
      description = "How far apart windows begin in training. Default: 1.")
  @Sets("model.stride")
  private Integer stride;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "direct (all steps at once), recursive (one ahead, fed back) or decoder (a second "
              + "network reads what is known of the future). Default: direct.")
  @Sets("model.method")
  private String method;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "squared, absolute, huber, quantiles or gaussian; the last two say how sure they are. "
              + "Default: squared.")
  @Sets("model.loss")
  private String loss;

  @Option(
      names = "--huber-delta",
      paramLabel = "X",
      description = "huber: where it turns linear, in deviations. Default: 1.")
  @Sets("model.delta")
  private Double delta;

  @Option(
      names = "--quantiles",
      paramLabel = "LEVEL",
      split = ",",
      description = "quantiles, gaussian: the levels, 0.5 among them. Default: 0.1,0.5,0.9.")
  @Sets("model.quantiles")
  private List<Double> quantiles;

  @Option(
      names = "--paths",
      paramLabel = "N",
      description = "recursive with quantiles or gaussian: futures drawn. Default: 100.")
  @Sets("model.paths")
  private Integer paths;

  @Option(
      names = "--normalization",
      paramLabel = "KIND",
      description =
          "What each window is brought to: none, last (its last value is subtracted) or moments "
              + "(mean 0, deviation 1). Default: last.")
  @Sets("model.normalization")
  private String normalization;

  @Option(
      names = "--transform",
      paramLabel = "KIND",
      description = "none, or log for growth and swings that grow with it. Default: none.")
  @Sets("model.transform")
  private String transform;

  @Option(names = "--difference", description = "Subtract from each value that of a season before.")
  @Sets("model.difference")
  private Boolean difference;

  @Option(names = "--batch", paramLabel = "N", description = "Windows side by side. Default: 32.")
  @Sets("model.batch")
  private Integer batch;

  @Option(
      names = "--bidirectional",
      description = "Refused here: a forecast starts from the state behind the last step.")
  @Sets("model.recurrent.bidirectional")
  private Boolean bidirectional;
}
