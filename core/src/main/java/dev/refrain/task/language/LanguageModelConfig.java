package dev.refrain.task.language;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.data.Windows;
import dev.refrain.data.WordTokenizer;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.Arrays;
import java.util.function.Consumer;

/// What a language model looks like and how its text is fed to it. A record of data: command lines,
/// files and searches speak it. Begin with [#defaults] and go on with the withers.
///
/// @param level what is one token: `char` or `word`
/// @param recurrent the recurrent layers; one direction only, since what comes is not known yet
/// @param embedding how many numbers stand for a token at the input, learned; 0 gives the network
///     the token itself, as a vector of zeros with a single one
/// @param tied whether the output layer uses the embedding's numbers as its weights (Press & Wolf
///     2017; Inan et al. 2017); where the last layer has another width than the embedding, a linear
///     projection stands between
/// @param inputDropout the rate of dropout on what goes into the first layer; with one mask for all
///     steps of a sequence if the recurrent layers' is variational, and so for `outputDropout`
/// @param outputDropout the rate of dropout on what comes out of the last layer
/// @param feed how the text is fed: `windows` or `stream`
/// @param length how many tokens the network reads before its weights change; for windows, of each
///     window
/// @param step how far apart windows begin; 0 means `length`, so that they do not overlap
/// @param targets which positions of a window predict: `every`, or only the `last`
/// @param batch how many sequences are read side by side
/// @param validation the part of the text, at its end, that is held out
/// @param minimumCount how often a word must occur to be in the vocabulary
/// @param maximumWords how many tokens a vocabulary of words has at most
/// @param lines whether a single line end is a token for a model by word (`keep`) or a space
///     (`join`)
public record LanguageModelConfig(
    TextLevel level,
    RecurrentConfig recurrent,
    int embedding,
    boolean tied,
    double inputDropout,
    double outputDropout,
    FeedKind feed,
    int length,
    int step,
    Windows.Targets targets,
    int batch,
    double validation,
    int minimumCount,
    int maximumWords,
    WordTokenizer.Lines lines) {

  /// The largest vocabulary that may be fed as vectors of zeros with a single one: above it, their
  /// products would be the most of the work.
  public static final int MAX_ONE_HOT = 4096;

  private static final int MAX_LENGTH = 1 << 16;

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public LanguageModelConfig {
    require(level != null, "level is missing; known are char, word");
    require(recurrent != null, "recurrent is missing: the cell and the widths of the layers");
    require(
        !recurrent.bidirectional(),
        "recurrent is bidirectional, but a language model cannot read what is still to come");
    requireWhole("embedding", embedding, 0, 1 << 16);
    require(
        !tied || embedding > 0,
        "tied weights need an embedding to tie the output to; give it a size above 0");
    requireRate("inputDropout", inputDropout);
    requireRate("outputDropout", outputDropout);
    require(feed != null, "feed is missing; known are windows, stream");
    requireWhole("length", length, 1, MAX_LENGTH);
    requireWhole("step", step, 0, Integer.MAX_VALUE);
    require(targets != null, "targets is missing; known are every, last");
    require(
        feed == FeedKind.WINDOWS || targets == Windows.Targets.EVERY,
        "targets is last, but a stream predicts at every position; use windows, or every");
    requireWhole("batch", batch, 1, 1 << 16);
    require(
        validation >= 0 && validation < 1,
        "validation is %s, it must be at least 0 and below 1",
        validation);
    requireWhole("minimumCount", minimumCount, 1, Integer.MAX_VALUE);
    requireWhole("maximumWords", maximumWords, 4, 1 << 24);
    require(lines != null, "lines is missing; known are keep, join");
  }

  /// One LSTM layer of 128: by character without an embedding in windows of 60, by word with an
  /// embedding of 128 in windows of 20.
  public static LanguageModelConfig defaults(TextLevel level) {
    boolean words = level == TextLevel.WORD;
    return new LanguageModelConfig(
        level,
        RecurrentConfig.of(CellKind.LSTM, 128),
        words ? 128 : 0,
        false,
        0,
        0,
        FeedKind.WINDOWS,
        words ? 20 : 60,
        0,
        Windows.Targets.EVERY,
        32,
        0.1,
        2,
        20_000,
        WordTokenizer.Lines.KEEP);
  }

  /// The configuration that a JSON object asks for: what it does not say is as in [#defaults] of its
  /// level.
  ///
  /// @param source where it came from, for messages: `model.json`
  /// @throws IllegalArgumentException naming a key that is not known, with those that are, or a
  ///     value that may not be, with what is allowed
  public static LanguageModelConfig fromJson(String source, JsonNode json) {
    return ConfigJson.read(source, json);
  }

  /// This configuration as a JSON object, as [#fromJson] reads it.
  public ObjectNode toJson() {
    return RecordJson.write(this);
  }

  /// How far apart windows begin.
  public int windowStep() {
    return step == 0 ? length : step;
  }

  /// The same with another cell in all layers.
  public LanguageModelConfig withCell(CellKind cell) {
    return withRecurrent(recurrent.withCell(cell));
  }

  /// The same with recurrent layers of these widths.
  public LanguageModelConfig withHidden(int... hidden) {
    return withRecurrent(recurrent.withHidden(Arrays.stream(hidden).boxed().toList()));
  }

  /// The same with other recurrent layers.
  public LanguageModelConfig withRecurrent(RecurrentConfig recurrent) {
    return change(draft -> draft.recurrent = recurrent);
  }

  /// The same with an embedding of another size; 0 for none.
  public LanguageModelConfig withEmbedding(int embedding) {
    return change(draft -> draft.embedding = embedding);
  }

  /// The same with or without tied weights.
  public LanguageModelConfig withTied(boolean tied) {
    return change(draft -> draft.tied = tied);
  }

  /// The same, fed another way.
  public LanguageModelConfig withFeed(FeedKind feed) {
    return change(draft -> draft.feed = feed);
  }

  /// The same with another length.
  public LanguageModelConfig withLength(int length) {
    return change(draft -> draft.length = length);
  }

  /// The same with windows that begin this far apart.
  public LanguageModelConfig withStep(int step) {
    return change(draft -> draft.step = step);
  }

  /// The same with other positions that predict.
  public LanguageModelConfig withTargets(Windows.Targets targets) {
    return change(draft -> draft.targets = targets);
  }

  /// The same with another number of sequences side by side.
  public LanguageModelConfig withBatch(int batch) {
    return change(draft -> draft.batch = batch);
  }

  /// The same with another part held out.
  public LanguageModelConfig withValidation(double validation) {
    return change(draft -> draft.validation = validation);
  }

  /// The same with single line ends treated another way.
  public LanguageModelConfig withLines(WordTokenizer.Lines lines) {
    return change(draft -> draft.lines = lines);
  }

  /// The same with other rates of dropout at the input and at the output.
  public LanguageModelConfig withDropout(double inputDropout, double outputDropout) {
    return change(
        draft -> {
          draft.inputDropout = inputDropout;
          draft.outputDropout = outputDropout;
        });
  }

  /// The same with another choice of the words in the vocabulary.
  public LanguageModelConfig withWords(int minimumCount, int maximumWords) {
    return change(
        draft -> {
          draft.minimumCount = minimumCount;
          draft.maximumWords = maximumWords;
        });
  }

  private LanguageModelConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private final TextLevel level;
    private RecurrentConfig recurrent;
    private int embedding;
    private boolean tied;
    private double inputDropout;
    private double outputDropout;
    private FeedKind feed;
    private int length;
    private int step;
    private Windows.Targets targets;
    private int batch;
    private double validation;
    private int minimumCount;
    private int maximumWords;
    private WordTokenizer.Lines lines;

    Draft(LanguageModelConfig from) {
      level = from.level;
      recurrent = from.recurrent;
      embedding = from.embedding;
      tied = from.tied;
      inputDropout = from.inputDropout;
      outputDropout = from.outputDropout;
      feed = from.feed;
      length = from.length;
      step = from.step;
      targets = from.targets;
      batch = from.batch;
      validation = from.validation;
      minimumCount = from.minimumCount;
      maximumWords = from.maximumWords;
      lines = from.lines;
    }

    LanguageModelConfig build() {
      return new LanguageModelConfig(
          level,
          recurrent,
          embedding,
          tied,
          inputDropout,
          outputDropout,
          feed,
          length,
          step,
          targets,
          batch,
          validation,
          minimumCount,
          maximumWords,
          lines);
    }
  }
}
