package dev.refrain.app;

import java.util.List;
import picocli.CommandLine.Option;

/// What a translation model looks like around its recurrent layers, and what its decoder reads in
/// training: options of `train translation`. Only picocli writes the fields, and [Settings] reads
/// what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class TranslationModelOptions {
  @Option(
      names = "--attention",
      paramLabel = "KIND",
      description =
          "How the decoder looks at the source: additive, dot, general, hard or none. Default:"
              + " additive.")
  @Sets("model.attention")
  private String attention;

  @Option(
      names = "--attention-size",
      paramLabel = "N",
      description =
          "additive, hard: the width in which they compare. Default: that of the decoder's last"
              + " layer.")
  @Sets("model.attentionSize")
  private Integer attentionSize;

  @Option(
      names = "--input-feeding",
      description = "dot, general: the decoder also reads its last readout.")
  @Sets("model.inputFeeding")
  private Boolean inputFeeding;

  @Option(names = "--one-direction", description = "The encoder reads forwards only.")
  @Sets(value = "model.encoder.bidirectional", off = true)
  private Boolean oneDirection;

  @Option(
      names = "--reversed-source",
      description = "The encoder reads the source from its last word to its first.")
  @Sets("model.reversedSource")
  private Boolean reversedSource;

  @Option(
      names = "--bridge",
      paramLabel = "KIND",
      description =
          "How the decoder's first state is made from the encoder's last: copy or learned."
              + " Default: learned.")
  @Sets("model.bridge")
  private String bridge;

  @Option(
      names = "--encoder-cell",
      paramLabel = "NAME",
      description = "The encoder's cell, where it is not that of --cell.")
  @Sets("model.encoder.cell")
  private String encoderCell;

  @Option(
      names = "--decoder-cell",
      paramLabel = "NAME",
      description = "The decoder's cell, where it is not that of --cell.")
  @Sets("model.decoder.cell")
  private String decoderCell;

  @Option(
      names = "--encoder-hidden",
      paramLabel = "N",
      split = ",",
      description = "Units of the encoder's layers, where they are not those of --hidden.")
  @Sets("model.encoder.hidden")
  private List<Integer> encoderHidden;

  @Option(
      names = "--decoder-hidden",
      paramLabel = "N",
      split = ",",
      description = "Units of the decoder's layers, where they are not those of --hidden.")
  @Sets("model.decoder.hidden")
  private List<Integer> decoderHidden;

  @Option(
      names = "--embedding",
      paramLabel = "N",
      description = "Numbers that stand for a token. Default: 256.")
  @Sets("model.embedding")
  private Integer embedding;

  @Option(
      names = "--tied",
      description = "The output layer shares the weights of the target's embedding.")
  @Sets("model.tied")
  private Boolean tied;

  @Option(
      names = "--teacher-forcing",
      paramLabel = "P",
      description =
          "How often the decoder reads the true token in training, else its own. Default: 1.")
  @Sets("model.teacherForcing.ratio")
  private Double teacherForcing;

  @Option(
      names = "--teacher-forcing-per",
      paramLabel = "KIND",
      description =
          "Which of the two is drawn for each sentence or at each step. Default: sentence.")
  @Sets("model.teacherForcing.per")
  private String teacherForcingPer;

  @Option(
      names = "--teacher-forcing-final",
      paramLabel = "P",
      description = "What that falls to, epoch by epoch. Default: it stays as it is.")
  @Sets("model.teacherForcing.finalRatio")
  private Double teacherForcingFinal;

  @Option(
      names = "--teacher-forcing-epochs",
      paramLabel = "N",
      description = "After how many epochs it gets there.")
  @Sets("model.teacherForcing.epochs")
  private Integer teacherForcingEpochs;

  @Option(
      names = "--label-smoothing",
      paramLabel = "P",
      description = "Probability spread over all tokens in training. Default: 0.")
  @Sets("model.labelSmoothing")
  private Double labelSmoothing;
}
