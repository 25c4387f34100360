package dev.refrain.task.classification;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What a classifier looks like and how its items are fed to it. A record of data: command lines,
/// files and searches speak it. Begin with [#defaults] and go on with the withers.
///
/// @param input what is read: `text` or `series`
/// @param tokens how texts are cut into tokens; null for series
/// @param series what is done to series before they are read; null for texts
/// @param maximumLength the most steps of an item that are read, from its beginning; 0 for all
/// @param embedding how many numbers stand for a token; 0 for the token itself, as a vector with a
///     single one; 0 for series
/// @param recurrent the layers that read
/// @param readout what is made of their outputs: `last`, `mean`, `max` or `attention`
/// @param attentionSize the width in which attention compares; 0 for that of the outputs
/// @param inputDropout the rate of dropout on what the layers read
/// @param outputDropout the rate of dropout on what is read out
/// @param labelSmoothing the probability spread evenly over all classes in training (Szegedy et al.
///     2016)
/// @param balanced whether each class counts the same in training, however many items it has
/// @param classWeights how much single classes count in training; empty if all items count the same
/// @param batch how many items are learned side by side
/// @param validation the part of the items that is held out where no others are given for it
public record ClassificationConfig(
    InputKind input,
    TokenConfig tokens,
    SeriesConfig series,
    int maximumLength,
    int embedding,
    RecurrentConfig recurrent,
    ReadoutKind readout,
    int attentionSize,
    double inputDropout,
    double outputDropout,
    double labelSmoothing,
    boolean balanced,
    List<ClassWeight> classWeights,
    int batch,
    double validation) {

  /// The most tokens that may be fed without an embedding.
  static final int MAX_ONE_HOT = 4096;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public ClassificationConfig {
    require(input != null, "input is missing; known are text, series");
    require(
        (tokens != null) == (input == InputKind.TEXT),
        input == InputKind.TEXT
            ? "tokens is missing: the unit and the size of the vocabulary"
            : "tokens is given, but a series has none");
    require(
        (series != null) == (input == InputKind.SERIES),
        input == InputKind.SERIES
            ? "series is missing: the scaling and what is done about missing values"
            : "series is given, but a text has no numbers");
    requireWhole("maximumLength", maximumLength, 0, 1 << 20);
    requireWhole("embedding", embedding, 0, 1 << 16);
    require(
        embedding == 0 || input == InputKind.TEXT,
        "embedding is %d, but a series is read as it is; leave it out",
        embedding);
    require(recurrent != null, "recurrent is missing: the cell and the widths of the layers");
    require(readout != null, "readout is missing; known are last, mean, max, attention");
    requireWhole("attentionSize", attentionSize, 0, 1 << 16);
    require(
        attentionSize == 0 || readout == ReadoutKind.ATTENTION,
        "attentionSize is %d, but readout %s does not compare; leave it out",
        attentionSize,
        readout);
    requireRate("inputDropout", inputDropout);
    requireRate("outputDropout", outputDropout);
    requireRate("labelSmoothing", labelSmoothing);
    classWeights = classWeights == null ? List.of() : List.copyOf(classWeights);
    Set<String> weighted = new HashSet<>();
    for (ClassWeight weight : classWeights) {
      require(weighted.add(weight.label()), "class '%s' has two weights", weight.label());
    }
    require(
        !balanced || classWeights.isEmpty(),
        "balanced weighs the classes by their numbers, classWeights as it says; choose one");
    requireWhole("batch", batch, 1, 1 << 16);
    requireRate("validation", validation);
  }

  /// What holds where nothing is said. Texts: words with an embedding of 128, an LSTM of 128 whose
  /// steps are read out by attention. Series: an LSTM of 128, of which the last output is taken.
  public static ClassificationConfig defaults(InputKind input) {
    return switch (input) {
      case TEXT ->
          new ClassificationConfig(
              input,
              TokenConfig.defaults(TokenUnit.WORD),
              null,
              500,
              128,
              RecurrentConfig.of(CellKind.LSTM, 128),
              ReadoutKind.ATTENTION,
              0,
              0,
              0,
              0,
              false,
              List.of(),
              32,
              0.1);
      case SERIES ->
          new ClassificationConfig(
              input,
              null,
              SeriesConfig.defaults(),
              0,
              0,
              RecurrentConfig.of(CellKind.LSTM, 128),
              ReadoutKind.LAST,
              0,
              0,
              0,
              0,
              false,
              List.of(),
              32,
              0.1);
    };
  }

  /// The configuration that a JSON object asks for: what it does not say is as in [#defaults].
  ///
  /// @param source where it came from, for messages: `model.json`
  /// @throws IllegalArgumentException naming a key that is not known, with those that are, or a
  ///     value that may not be, with what is allowed
  public static ClassificationConfig fromJson(String source, JsonNode json) {
    JsonNode input = RecordJson.object(source, json).path("input");
    return RecordJson.read(
        source,
        json,
        defaults(input.isTextual() ? InputKind.named(input.asText()) : InputKind.TEXT));
  }

  /// This configuration as a JSON object, as [#fromJson] reads it.
  public ObjectNode toJson() {
    return RecordJson.write(this);
  }

  /// The same with other tokens, for texts.
  public ClassificationConfig withTokens(TokenConfig tokens) {
    return change(draft -> draft.tokens = tokens);
  }

  /// The same with another treatment of series.
  public ClassificationConfig withSeries(SeriesConfig series) {
    return change(draft -> draft.series = series);
  }

  /// The same with another bound on what is read of an item.
  public ClassificationConfig withMaximumLength(int maximumLength) {
    return change(draft -> draft.maximumLength = maximumLength);
  }

  /// The same with another embedding, for texts.
  public ClassificationConfig withEmbedding(int embedding) {
    return change(draft -> draft.embedding = embedding);
  }

  /// The same with other recurrent layers.
  public ClassificationConfig withRecurrent(RecurrentConfig recurrent) {
    return change(draft -> draft.recurrent = recurrent);
  }

  /// The same with another readout.
  public ClassificationConfig withReadout(ReadoutKind readout) {
    return change(
        draft -> {
          draft.readout = readout;
          draft.attentionSize = 0;
        });
  }

  /// The same with another width of the attention that reads out.
  public ClassificationConfig withAttentionSize(int attentionSize) {
    return change(draft -> draft.attentionSize = attentionSize);
  }

  /// The same with other rates of dropout before the layers and behind the readout.
  public ClassificationConfig withDropout(double inputDropout, double outputDropout) {
    return change(
        draft -> {
          draft.inputDropout = inputDropout;
          draft.outputDropout = outputDropout;
        });
  }

  /// The same with another smoothing.
  public ClassificationConfig withLabelSmoothing(double labelSmoothing) {
    return change(draft -> draft.labelSmoothing = labelSmoothing);
  }

  /// The same, with classes that count the same.
  public ClassificationConfig withBalancedClasses() {
    return change(
        draft -> {
          draft.balanced = true;
          draft.classWeights = List.of();
        });
  }

  /// The same with other weights of classes.
  public ClassificationConfig withClassWeights(List<ClassWeight> classWeights) {
    return change(
        draft -> {
          draft.balanced = false;
          draft.classWeights = classWeights;
        });
  }

  /// The same with another number of items side by side.
  public ClassificationConfig withBatch(int batch) {
    return change(draft -> draft.batch = batch);
  }

  /// The same with another part held out.
  public ClassificationConfig withValidation(double validation) {
    return change(draft -> draft.validation = validation);
  }

  private ClassificationConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private final InputKind input;
    private TokenConfig tokens;
    private SeriesConfig series;
    private int maximumLength;
    private int embedding;
    private RecurrentConfig recurrent;
    private ReadoutKind readout;
    private int attentionSize;
    private double inputDropout;
    private double outputDropout;
    private double labelSmoothing;
    private boolean balanced;
    private List<ClassWeight> classWeights;
    private int batch;
    private double validation;

    Draft(ClassificationConfig from) {
      input = from.input;
      tokens = from.tokens;
      series = from.series;
      maximumLength = from.maximumLength;
      embedding = from.embedding;
      recurrent = from.recurrent;
      readout = from.readout;
      attentionSize = from.attentionSize;
      inputDropout = from.inputDropout;
      outputDropout = from.outputDropout;
      labelSmoothing = from.labelSmoothing;
      balanced = from.balanced;
      classWeights = from.classWeights;
      batch = from.batch;
      validation = from.validation;
    }

    ClassificationConfig build() {
      return new ClassificationConfig(
          input,
          tokens,
          series,
          maximumLength,
          embedding,
          recurrent,
          readout,
          attentionSize,
          inputDropout,
          outputDropout,
          labelSmoothing,
          balanced,
          classWeights,
          batch,
          validation);
    }
  }
}
