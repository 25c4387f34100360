package dev.refrain.task.language;

import dev.refrain.data.DataException;
import dev.refrain.data.EncodedText;
import dev.refrain.data.SplitText;
import dev.refrain.data.TextCodec;
import dev.refrain.data.TextFile;
import dev.refrain.data.TokenCounts;
import dev.refrain.data.Tokenizer;
import dev.refrain.data.Vocabulary;
import dev.refrain.train.DataFingerprint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A text made ready to be learned: split in two, its vocabulary chosen, both parts in token
/// numbers.
///
/// The vocabulary of characters is that of the whole text, for a character that is missing could
/// not be read at all; the vocabulary of words is that of the part to learn from, so that the part
/// held out tells how often new text has unknown words.
public final class Corpus {
  private final DataFingerprint fingerprint;
  private final TextCodec codec;
  private final EncodedText training;
  private final EncodedText validation;

  private Corpus(
      DataFingerprint fingerprint, TextCodec codec, EncodedText training, EncodedText validation) {
    this.fingerprint = fingerprint;
    this.codec = codec;
    this.training = training;
    this.validation = validation;
  }

  /// Reads a file for a model of this configuration.
  ///
  /// @throws DataException if the file cannot be used
  public static Corpus read(Path path, LanguageModelConfig config) {
    return of(path.getFileName().toString(), TextFile.read(path).text(), config);
  }

  /// Takes a text for a model of this configuration.
  ///
  /// @param name what the text is called, for the model's folder
  public static Corpus of(String name, String text, LanguageModelConfig config) {
    SplitText split = split(text, config);
    Tokenizer tokenizer = config.level().tokenizer(config.lines());
    Vocabulary vocabulary =
        switch (config.level()) {
          case CHARACTER -> Vocabulary.characters(text);
          case WORD ->
              Vocabulary.words(
                  TokenCounts.of(tokenizer, split.training()),
                  config.minimumCount(),
                  config.maximumWords());
        };
    return encode(name, text, split, new TextCodec(tokenizer, vocabulary));
  }

  /// Takes a text for a model that exists, with its vocabulary: to train it further.
  ///
  /// @throws DataException if the text has a character that the model does not know
  public static Corpus of(String name, String text, LanguageModel model) {
    return encode(name, text, split(text, model.config()), model.codec());
  }

  private static SplitText split(String text, LanguageModelConfig config) {
    return switch (config.level()) {
      case CHARACTER -> SplitText.characters(text, config.validation());
      case WORD -> SplitText.words(text, config.validation());
    };
  }

  private static Corpus encode(String name, String text, SplitText split, TextCodec codec) {
    return new Corpus(
        DataFingerprint.of(name, text.getBytes(StandardCharsets.UTF_8)),
        codec,
        codec.encode(split.training()),
        codec.encode(split.validation()));
  }

  /// Which text this is.
  public DataFingerprint fingerprint() {
    return fingerprint;
  }

  public TextCodec codec() {
    return codec;
  }

  public Vocabulary vocabulary() {
    return codec.vocabulary();
  }

  /// The part to learn from.
  public EncodedText training() {
    return training;
  }

  /// The part held out; no tokens if none is.
  public EncodedText validation() {
    return validation;
  }
}
