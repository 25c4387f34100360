package dev.refrain.task.translation;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.data.Overlong;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.List;
import java.util.function.Consumer;

/// What a translation model looks like and how its pairs are fed to it. A record of data: command
/// lines, files and searches speak it. Begin with [#defaults] and go on with the withers.
///
/// @param tokens how both languages are cut into tokens
/// @param sharedVocabulary whether one vocabulary, and one embedding, serves both languages
/// @param encoder the layers that read the source
/// @param reversedSource whether the source is read from its last word to its first (Sutskever,
///     Vinyals & Le 2014)
/// @param bridge how the decoder's first state is made from the encoder's last: `copy` or `learned`
/// @param decoder the layers that write the target; one direction only, since what comes is not
///     known yet
/// @param attention how the decoder looks at the source: `none` (it has the encoder's last state
///     alone), `additive`, `dot`, `general` or `hard`
/// @param attentionSize the width in which additive and hard attention compare; 0 for that of the
///     decoder's last layer
/// @param inputFeeding whether the decoder also reads what its readout was one step before (Luong,
///     Pham & Manning 2015); additive and hard attention feed the context itself instead
/// @param embedding how many numbers stand for a token, in both languages
/// @param tied whether the output layer uses the target embedding's numbers as its weights (Press &
///     Wolf 2017)
/// @param inputDropout the rate of dropout on the embeddings
/// @param outputDropout the rate of dropout on what the output layer reads
/// @param teacherForcing what the decoder reads in training: the true tokens or its own
/// @param labelSmoothing the probability spread evenly over all tokens in training (Szegedy et al.
///     2016)
/// @param maximumLength the most tokens that a sentence to learn from may have
/// @param overlong what becomes of a pair with a longer sentence: `skip` or `truncate`
/// @param batch how many pairs are learned side by side
/// @param validation the part of the pairs that is held out where no other pairs are given for it
public record TranslationConfig(
    TokenConfig tokens,
    boolean sharedVocabulary,
    RecurrentConfig encoder,
    boolean reversedSource,
    Bridge bridge,
    RecurrentConfig decoder,
    AttentionKind attention,
    int attentionSize,
    boolean inputFeeding,
    int embedding,
    boolean tied,
    double inputDropout,
    double outputDropout,
    TeacherForcing teacherForcing,
    double labelSmoothing,
    int maximumLength,
    Overlong overlong,
    int batch,
    double validation) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public TranslationConfig {
    require(tokens != null, "tokens is missing: the unit and the size of the vocabulary");
    require(encoder != null, "encoder is missing: the cell and the widths of the layers");
    require(bridge != null, "bridge is missing; known are copy, learned");
    require(decoder != null, "decoder is missing: the cell and the widths of the layers");
    require(
        !decoder.bidirectional(),
        "decoder is bidirectional, but it cannot read what is still to be written");
    require(
        !decoder.variational() && decoder.recurrentDropout() == 0 && decoder.weightDrop() == 0,
        "decoder has variational, recurrentDropout or weightDrop, which hold one mask for all"
            + " steps, but it goes step by step; use dropout or zoneout");
    require(
        attention != null, "attention is missing; known are none, additive, dot, general, hard");
    requireWhole("attentionSize", attentionSize, 0, 1 << 16);
    require(
        attentionSize == 0
            || attention == AttentionKind.ADDITIVE
            || attention == AttentionKind.HARD,
        "attentionSize is %d, but attention %s compares in the width that is there; leave it out",
        attentionSize,
        attention);
    require(
        !inputFeeding || attention == AttentionKind.DOT || attention == AttentionKind.GENERAL,
        "inputFeeding needs attention dot or general, it is %s",
        attention);
    requireWhole("embedding", embedding, 1, 1 << 16);
    requireRate("inputDropout", inputDropout);
    requireRate("outputDropout", outputDropout);
    require(
        teacherForcing != null, "teacherForcing is missing: its ratio and what it is drawn for");
    requireRate("labelSmoothing", labelSmoothing);
    requireWhole("maximumLength", maximumLength, 1, 1 << 16);
    require(overlong != null, "overlong is missing; known are skip, truncate");
    requireWhole("batch", batch, 1, 1 << 16);
    requireRate("validation", validation);
    BridgePlan.check(bridge, encoder, decoder);
    require(
        attention != AttentionKind.DOT || width(encoder) == width(decoder),
        "attention dot compares the decoder's %d numbers with the encoder's %d, which must be as"
            + " many; use general, or other widths",
        width(decoder),
        width(encoder));
  }

  /// A GRU of 256 in both directions, a GRU of 256 that attends additively, subwords.
  public static TranslationConfig defaults() {
    return new TranslationConfig(
        TokenConfig.defaults(TokenUnit.BPE),
        false,
        RecurrentConfig.of(CellKind.GRU, 256).bothDirections(),
        false,
        Bridge.LEARNED,
        RecurrentConfig.of(CellKind.GRU, 256),
        AttentionKind.ADDITIVE,
        0,
        false,
        256,
        false,
        0.2,
        0.2,
        TeacherForcing.ALWAYS,
        0,
        50,
        Overlong.SKIP,
        32,
        0.05);
  }

  private static int width(RecurrentConfig layers) {
    return layers.width(layers.hidden().size() - 1);
  }

  /// The configuration that a JSON object asks for: what it does not say is as in [#defaults].
  ///
  /// @param source where it came from, for messages: `model.json`
  /// @throws IllegalArgumentException naming a key that is not known, with those that are, or a
  ///     value that may not be, with what is allowed
  public static TranslationConfig fromJson(String source, JsonNode json) {
    return RecordJson.read(source, json, defaults());
  }

  /// This configuration as a JSON object, as [#fromJson] reads it.
  public ObjectNode toJson() {
    return RecordJson.write(this);
  }

  /// The same with other tokens.
  public TranslationConfig withTokens(TokenConfig tokens) {
    return change(draft -> draft.tokens = tokens);
  }

  /// The same with one vocabulary for both languages, or one for each.
  public TranslationConfig withSharedVocabulary(boolean sharedVocabulary) {
    return change(draft -> draft.sharedVocabulary = sharedVocabulary);
  }

  /// The same with another encoder.
  public TranslationConfig withEncoder(RecurrentConfig encoder) {
    return change(draft -> draft.encoder = encoder);
  }

  /// The same, reading the source backwards or not.
  public TranslationConfig withReversedSource(boolean reversedSource) {
    return change(draft -> draft.reversedSource = reversedSource);
  }

  /// The same with another bridge.
  public TranslationConfig withBridge(Bridge bridge) {
    return change(draft -> draft.bridge = bridge);
  }

  /// The same with another decoder.
  public TranslationConfig withDecoder(RecurrentConfig decoder) {
    return change(draft -> draft.decoder = decoder);
  }

  /// The same with other layers on both sides.
  public TranslationConfig withLayers(RecurrentConfig encoder, RecurrentConfig decoder) {
    return change(
        draft -> {
          draft.encoder = encoder;
          draft.decoder = decoder;
        });
  }

  /// The same with layers of this cell and these widths on both sides, the encoder in both
  /// directions.
  public TranslationConfig withLayers(CellKind cell, List<Integer> hidden) {
    return withLayers(
        RecurrentConfig.of(cell, hidden).bothDirections(), RecurrentConfig.of(cell, hidden));
  }

  /// The same with another attention, without feeding of the input.
  public TranslationConfig withAttention(AttentionKind attention) {
    return change(
        draft -> {
          draft.attention = attention;
          draft.attentionSize = 0;
          draft.inputFeeding = false;
        });
  }

  /// The same with another width of additive or hard attention.
  public TranslationConfig withAttentionSize(int attentionSize) {
    return change(draft -> draft.attentionSize = attentionSize);
  }

  /// The same with or without feeding of the input.
  public TranslationConfig withInputFeeding(boolean inputFeeding) {
    return change(draft -> draft.inputFeeding = inputFeeding);
  }

  /// The same with another embedding.
  public TranslationConfig withEmbedding(int embedding) {
    return change(draft -> draft.embedding = embedding);
  }

  /// The same with the output layer tied to the target embedding or not.
  public TranslationConfig withTied(boolean tied) {
    return change(draft -> draft.tied = tied);
  }

  /// The same with other rates of dropout at the embeddings and at the output.
  public TranslationConfig withDropout(double inputDropout, double outputDropout) {
    return change(
        draft -> {
          draft.inputDropout = inputDropout;
          draft.outputDropout = outputDropout;
        });
  }

  /// The same with another choice of what the decoder reads in training.
  public TranslationConfig withTeacherForcing(TeacherForcing teacherForcing) {
    return change(draft -> draft.teacherForcing = teacherForcing);
  }

  /// The same with another smoothing.
  public TranslationConfig withLabelSmoothing(double labelSmoothing) {
    return change(draft -> draft.labelSmoothing = labelSmoothing);
  }

  /// The same with another bound on the length of sentences to learn from.
  public TranslationConfig withMaximumLength(int maximumLength, Overlong overlong) {
    return change(
        draft -> {
          draft.maximumLength = maximumLength;
          draft.overlong = overlong;
        });
  }

  /// The same with another number of pairs side by side.
  public TranslationConfig withBatch(int batch) {
    return change(draft -> draft.batch = batch);
  }

  /// The same with another part held out.
  public TranslationConfig withValidation(double validation) {
    return change(draft -> draft.validation = validation);
  }

  private TranslationConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private TokenConfig tokens;
    private boolean sharedVocabulary;
    private RecurrentConfig encoder;
    private boolean reversedSource;
    private Bridge bridge;
    private RecurrentConfig decoder;
    private AttentionKind attention;
    private int attentionSize;
    private boolean inputFeeding;
    private int embedding;
    private boolean tied;
    private double inputDropout;
    private double outputDropout;
    private TeacherForcing teacherForcing;
    private double labelSmoothing;
    private int maximumLength;
    private Overlong overlong;
    private int batch;
    private double validation;

    Draft(TranslationConfig from) {
      tokens = from.tokens;
      sharedVocabulary = from.sharedVocabulary;
      encoder = from.encoder;
      reversedSource = from.reversedSource;
      bridge = from.bridge;
      decoder = from.decoder;
      attention = from.attention;
      attentionSize = from.attentionSize;
      inputFeeding = from.inputFeeding;
      embedding = from.embedding;
      tied = from.tied;
      inputDropout = from.inputDropout;
      outputDropout = from.outputDropout;
      teacherForcing = from.teacherForcing;
      labelSmoothing = from.labelSmoothing;
      maximumLength = from.maximumLength;
      overlong = from.overlong;
      batch = from.batch;
      validation = from.validation;
    }

    TranslationConfig build() {
      return new TranslationConfig(
          tokens,
          sharedVocabulary,
          encoder,
          reversedSource,
          bridge,
          decoder,
          attention,
          attentionSize,
          inputFeeding,
          embedding,
          tied,
          inputDropout,
          outputDropout,
          teacherForcing,
          labelSmoothing,
          maximumLength,
          overlong,
          batch,
          validation);
    }
  }
}
