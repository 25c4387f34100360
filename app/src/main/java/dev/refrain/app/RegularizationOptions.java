package dev.refrain.app;

import picocli.CommandLine.Option;

/// What keeps the model from learning by heart: options of every `train`. Only picocli
/// writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class RegularizationOptions {
  @Option(
      names = "--dropout",
      paramLabel = "RATE",
      description = "Dropout between recurrent layers. Default: 0.")
  @Sets("{recurrent}.dropout")
  private Double dropout;

  @Option(
      names = "--input-dropout",
      paramLabel = "RATE",
      description = "Dropout before the first layer. Default: 0; 0.2 for translation.")
  @Sets("model.inputDropout")
  private Double inputDropout;

  @Option(
      names = "--output-dropout",
      paramLabel = "RATE",
      description = "Dropout behind the last layer. Default: 0; 0.2 for translation.")
  @Sets("model.outputDropout")
  private Double outputDropout;

  @Option(names = "--variational", description = "One dropout mask for all steps of a sequence.")
  @Sets("{wholeSequence}.variational")
  private Boolean variational;

  @Option(
      names = "--recurrent-dropout",
      paramLabel = "RATE",
      description = "Dropout on the recurrent path, one mask for a sequence. Default: 0.")
  @Sets("{wholeSequence}.recurrentDropout")
  private Double recurrentDropout;

  @Option(
      names = "--zoneout-hidden",
      paramLabel = "RATE",
      description = "How often a unit keeps its last output. Default: 0.")
  @Sets("{recurrent}.zoneoutHidden")
  private Double zoneoutHidden;

  @Option(
      names = "--zoneout-cell",
      paramLabel = "RATE",
      description = "How often a unit keeps its last cell state. Default: 0.")
  @Sets("{recurrent}.zoneoutCell")
  private Double zoneoutCell;

  @Option(
      names = "--weight-drop",
      paramLabel = "RATE",
      description = "Dropout of recurrent weights. Default: 0.")
  @Sets("{wholeSequence}.weightDrop")
  private Double weightDrop;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Weight decay. Default: 0.01 for adamw, else 0.")
  @Sets("optimizer.weightDecay")
  private Double weightDecay;

  @Option(
      names = "--l1",
      paramLabel = "X",
      description = "Penalty on the magnitudes of the weights, added to the gradient. Default: 0.")
  @Sets("optimizer.l1")
  private Double l1;

  @Option(
      names = "--l2",
      paramLabel = "X",
      description =
          "Penalty on the squares of the weights, added to the gradient; weight decay of adamw is"
              + " apart from it. Default: 0.")
  @Sets("optimizer.l2")
  private Double l2;

  @Option(
      names = "--weight-noise",
      paramLabel = "X",
      description = "Deviation of the noise on the weights while a gradient is taken. Default: 0.")
  @Sets("weightNoise")
  private Double weightNoise;

  @Option(
      names = "--input-noise",
      paramLabel = "X",
      description =
          "Deviation of the noise on what the recurrent layers read, in training. Default: 0.")
  @Sets("{recurrent}.inputNoise")
  private Double inputNoise;
}
