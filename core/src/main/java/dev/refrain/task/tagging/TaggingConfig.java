package dev.refrain.task.tagging;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;
import static dev.refrain.config.Checks.requireWhole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.data.ColumnFormat;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.function.Consumer;

/// What a tagger looks like and how its sentences are read. A record of data: command lines, files and
/// searches speak it. Begin with [#defaults] and go on with the withers.
///
/// @param columns where words and tags stand in a file
/// @param scheme the scheme of the tags in the files, and of those that the tagger writes; null to be
///     found out
/// @param learnedScheme the scheme that is learned; null for that of the files
/// @param repair whether tags that break their scheme are read as conlleval reads them, and not an
///     error
/// @param unseenTags whether validation data may have tags that the training data do not have, which
///     then count as missed, and are not an error
/// @param words which words have a vector of their own
/// @param characters how words are composed from characters
/// @param recurrent the layers that read the sentence
/// @param output how tags are chosen: `crf` or `softmax`
/// @param constrained whether tags that break the learned scheme are impossible: for a CRF in learning
///     and in use, for a softmax in use, where the best of the allowed sequences is taken
/// @param inputDropout the rate of dropout on what the recurrent layers read
/// @param outputDropout the rate of dropout on what the output layer reads
/// @param selection by what the best weights are known
/// @param batch how many sentences are learned side by side
/// @param validation the part of the sentences that is held out where no other data are given for it
public record TaggingConfig(
    ColumnFormat columns,
    TagScheme scheme,
    TagScheme learnedScheme,
    boolean repair,
    boolean unseenTags,
    WordInput words,
    CharacterInput characters,
    RecurrentConfig recurrent,
    TagOutput output,
    boolean constrained,
    double inputDropout,
    double outputDropout,
    Selection selection,
    int batch,
    double validation) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public TaggingConfig {
    require(columns != null, "columns is missing: those of words and tags");
    require(
        learnedScheme == null
            || scheme == null
            || (learnedScheme == TagScheme.PLAIN) == (scheme == TagScheme.PLAIN),
        "learnedScheme is %s and scheme %s: plain tags know no entities",
        learnedScheme,
        scheme);
    require(words != null, "words is missing: the embedding and which words are known");
    require(characters != null, "characters is missing: their embedding, 0 for none");
    require(recurrent != null, "recurrent is missing: the cell and the widths of the layers");
    require(output != null, "output is missing; known are softmax, crf");
    requireRate("inputDropout", inputDropout);
    requireRate("outputDropout", outputDropout);
    require(selection != null, "selection is missing; known are score, loss");
    requireWhole("batch", batch, 1, 1 << 16);
    requireRate("validation", validation);
  }

  /// Words and characters, an LSTM of 100 in each direction, a CRF.
  public static TaggingConfig defaults() {
    return new TaggingConfig(
        ColumnFormat.STANDARD,
        null,
        null,
        false,
        false,
        new WordInput(100, 1, 400_000, true, true, 0.1),
        CharacterInput.of(25, 25),
        RecurrentConfig.of(CellKind.LSTM, 100).bothDirections(),
        TagOutput.CRF,
        true,
        0.5,
        0.5,
        Selection.SCORE,
        16,
        0.1);
  }

  /// The configuration that a JSON object asks for: what it does not say is as in [#defaults].
  ///
  /// @param source where it came from, for messages: `model.json`
  /// @throws IllegalArgumentException naming a key that is not known, with those that are, or a
  ///     value that may not be, with what is allowed
  public static TaggingConfig fromJson(String source, JsonNode json) {
    return RecordJson.read(source, json, defaults());
  }

  /// This configuration as a JSON object, as [#fromJson] reads it.
  public ObjectNode toJson() {
    return RecordJson.write(this);
  }

  /// The same with other columns.
  public TaggingConfig withColumns(ColumnFormat columns) {
    return change(draft -> draft.columns = columns);
  }

  /// The same with other schemes, of the files and to learn; null as in the record.
  public TaggingConfig withScheme(TagScheme scheme, TagScheme learnedScheme) {
    return change(
        draft -> {
          draft.scheme = scheme;
          draft.learnedScheme = learnedScheme;
        });
  }

  /// The same with or without repair of broken tags.
  public TaggingConfig withRepair(boolean repair) {
    return change(draft -> draft.repair = repair);
  }

  /// The same with or without tolerance for unseen tags.
  public TaggingConfig withUnseenTags(boolean unseenTags) {
    return change(draft -> draft.unseenTags = unseenTags);
  }

  /// The same with other words.
  public TaggingConfig withWords(WordInput words) {
    return change(draft -> draft.words = words);
  }

  /// The same with another composition from characters.
  public TaggingConfig withCharacters(CharacterInput characters) {
    return change(draft -> draft.characters = characters);
  }

  /// The same with other recurrent layers.
  public TaggingConfig withRecurrent(RecurrentConfig recurrent) {
    return change(draft -> draft.recurrent = recurrent);
  }

  /// The same with another output.
  public TaggingConfig withOutput(TagOutput output, boolean constrained) {
    return change(
        draft -> {
          draft.output = output;
          draft.constrained = constrained;
        });
  }

  /// The same with other rates of dropout.
  public TaggingConfig withDropout(double inputDropout, double outputDropout) {
    return change(
        draft -> {
          draft.inputDropout = inputDropout;
          draft.outputDropout = outputDropout;
        });
  }

  /// The same with another way to know the best weights.
  public TaggingConfig withSelection(Selection selection) {
    return change(draft -> draft.selection = selection);
  }

  /// The same with another number of sentences side by side.
  public TaggingConfig withBatch(int batch) {
    return change(draft -> draft.batch = batch);
  }

  /// The same with another part held out.
  public TaggingConfig withValidation(double validation) {
    return change(draft -> draft.validation = validation);
  }

  private TaggingConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private ColumnFormat columns;
    private TagScheme scheme;
    private TagScheme learnedScheme;
    private boolean repair;
    private boolean unseenTags;
    private WordInput words;
    private CharacterInput characters;
    private RecurrentConfig recurrent;
    private TagOutput output;
    private boolean constrained;
    private double inputDropout;
    private double outputDropout;
    private Selection selection;
    private int batch;
    private double validation;

    Draft(TaggingConfig from) {
      columns = from.columns;
      scheme = from.scheme;
      learnedScheme = from.learnedScheme;
      repair = from.repair;
      unseenTags = from.unseenTags;
      words = from.words;
      characters = from.characters;
      recurrent = from.recurrent;
      output = from.output;
      constrained = from.constrained;
      inputDropout = from.inputDropout;
      outputDropout = from.outputDropout;
      selection = from.selection;
      batch = from.batch;
      validation = from.validation;
    }

    TaggingConfig build() {
      return new TaggingConfig(
          columns,
          scheme,
          learnedScheme,
          repair,
          unseenTags,
          words,
          characters,
          recurrent,
          output,
          constrained,
          inputDropout,
          outputDropout,
          selection,
          batch,
          validation);
    }
  }
}
