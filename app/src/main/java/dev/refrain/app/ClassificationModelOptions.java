package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What a classifier looks like around its recurrent layers: options of `train classification`. Only
/// picocli writes the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class ClassificationModelOptions {
  @Option(
      names = "--embedding",
      paramLabel = "N",
      description = "Numbers that stand for a token; 0 for a one-hot input. Default: 128.")
  @Sets("model.embedding")
  private Integer embedding;

  @Option(names = "--bidirectional", description = "Each layer also reads from the end.")
  @Sets("model.recurrent.bidirectional")
  private Boolean bidirectional;

  @Option(
      names = "--readout",
      paramLabel = "KIND",
      description =
          "What is made of the layers' outputs: last, mean, max, or attention, whose weights can be"
              + " shown. Default: attention for texts, last for series.")
  @Sets("model.readout")
  private String readout;

  @Option(
      names = "--attention-size",
      paramLabel = "N",
      description = "The width in which attention compares; 0: that of the outputs. Default: 0.")
  @Sets("model.attentionSize")
  private Integer attentionSize;

  @Option(
      names = "--balanced",
      description = "Every class counts the same, however many items it has.")
  @Sets("model.balanced")
  private Boolean balanced;

  @Option(
      names = "--class-weights",
      paramLabel = "LABEL=X",
      split = ",",
      description = "How much single classes count, as in good=1,bad=2. Default: 1 each.")
  @Sets("model.classWeights")
  private List<String> classWeights;

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description = "Probability spread evenly over all classes in training. Default: 0.")
  @Sets("model.labelSmoothing")
  private Double labelSmoothing;
}
