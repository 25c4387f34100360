package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What recurrent layers look like: options that several tasks share. Only picocli writes the
/// fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class RecurrentOptions {
  @Option(
      names = "--cell",
      paramLabel = "NAME",
      description =
          "The kind of cell: elman, lstm, gru, peephole-lstm, ... Default: lstm; gru for"
              + " translation.")
  @Sets("{recurrent}.cell")
  private String cell;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      split = ",",
      description =
          "Units of the recurrent layers, from the first: 256 or 256,128. Default: 128; 256 for"
              + " translation.")
  @Sets("{recurrent}.hidden")
  private List<Integer> hidden;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "So many recurrent layers of the one width that --hidden gives. Default: 1.")
  private Integer layers;

  @Option(
      names = "--connections",
      paramLabel = "KIND",
      description =
          "What layers read beside the layer below: plain, skip or residual. Default: " + "plain.")
  @Sets("{recurrent}.connections")
  private String connections;

  @Option(names = "--layer-norm", description = "Normalize the projections within the cells.")
  @Sets("{recurrent}.layerNorm")
  private Boolean layerNorm;

  @Option(
      names = "--input-depth",
      paramLabel = "N",
      description = "Dense layers before the first recurrent layer. Default: 0.")
  @Sets("{recurrent}.inputDepth")
  private Integer inputDepth;

  @Option(
      names = "--output-depth",
      paramLabel = "N",
      description = "Dense layers behind the last recurrent layer. Default: 0.")
  @Sets("{recurrent}.outputDepth")
  private Integer outputDepth;

  @Option(
      names = "--transition-depth",
      paramLabel = "N",
      description = "Dense layers between two time steps. Default: 0.")
  @Sets("{recurrent}.transitionDepth")
  private Integer transitionDepth;

  @Option(names = "--transition-shortcut", description = "Those add their input to their output.")
  @Sets("{recurrent}.transitionShortcut")
  private Boolean transitionShortcut;

  @Option(
      names = "--input-start",
      paramLabel = "NAME",
      description = "How input weights start. Default: glorot-uniform.")
  @Sets("{recurrent}.inputStart")
  private String inputStart;

  @Option(
      names = "--recurrent-start",
      paramLabel = "NAME",
      description = "How recurrent weights start. Default: orthogonal.")
  @Sets("{recurrent}.recurrentStart")
  private String recurrentStart;

  @Option(
      names = "--forget-bias",
      paramLabel = "X",
      description = "Where the bias of a forget gate starts. Default: 1.")
  @Sets("{recurrent}.forgetBias")
  private Double forgetBias;
}
