package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What the model looks like: options of `train language`. Only picocli writes
/// the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class ModelOptions {
  @Option(
      names = "--level",
      paramLabel = "char|word",
      description = "What is one token: a character or a word. Default: char.")
  @Sets("model.level")
  private String level;

  @Option(
      names = "--cell",
      paramLabel = "NAME",
      description = "The kind of cell: elman, lstm, gru, peephole-lstm, ... Default: lstm.")
  @Sets("model.recurrent.cell")
  private String cell;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      split = ",",
      description = "Units of the recurrent layers, from the first: 256 or 256,128. Default: 128.")
  @Sets("model.recurrent.hidden")
  private List<Integer> hidden;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "So many recurrent layers of the one width that --hidden gives. Default: 1.")
  private Integer layers;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      description =
          "Numbers that stand for a token at the input; 0 for a one-hot input. Default: 0 "
              + "by character, 128 by word.")
  @Sets("model.embedding")
  private Integer embedding;

  @Option(names = "--tied", description = "The output layer shares the weights of the embedding.")
  @Sets("model.tied")
  private Boolean tied;

  @Option(
      names = "--connections",
      paramLabel = "KIND",
      description =
          "What layers read beside the layer below: plain, skip or residual. Default: " + "plain.")
  @Sets("model.recurrent.connections")
  private String connections;

  @Option(names = "--layer-norm", description = "Normalize the projections within the cells.")
  @Sets("model.recurrent.layerNorm")
  private Boolean layerNorm;

  @Option(
      names = "--input-depth",
      paramLabel = "N",
      description = "Dense layers before the first recurrent layer. Default: 0.")
  @Sets("model.recurrent.inputDepth")
  private Integer inputDepth;

  @Option(
      names = "--output-depth",
      paramLabel = "N",
      description = "Dense layers behind the last recurrent layer. Default: 0.")
  @Sets("model.recurrent.outputDepth")
  private Integer outputDepth;

  @Option(
      names = "--transition-depth",
      paramLabel = "N",
      description = "Dense layers between two time steps. Default: 0.")
  @Sets("model.recurrent.transitionDepth")
  private Integer transitionDepth;

  @Option(names = "--transition-shortcut", description = "Those add their input to their output.")
  @Sets("model.recurrent.transitionShortcut")
  private Boolean transitionShortcut;

  @Option(
      names = "--bidirectional",
      description = "Refused here: a language model cannot read what is still to come.")
  @Sets("model.recurrent.bidirectional")
  private Boolean bidirectional;

  @Option(
      names = "--input-start",
      paramLabel = "NAME",
      description = "How input weights start. Default: glorot-uniform.")
  @Sets("model.recurrent.inputStart")
  private String inputStart;

  @Option(
      names = "--recurrent-start",
      paramLabel = "NAME",
      description = "How recurrent weights start. Default: orthogonal.")
  @Sets("model.recurrent.recurrentStart")
  private String recurrentStart;

  @Option(
      names = "--forget-bias",
      paramLabel = "X",
      description = "Where the bias of a forget gate starts. Default: 1.")
  @Sets("model.recurrent.forgetBias")
  private Double forgetBias;

  /// How many layers of one width; null if that was not said.
  Integer layers() {
    return layers;
  }
}
