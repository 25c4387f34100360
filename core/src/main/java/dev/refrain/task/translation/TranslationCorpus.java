package dev.refrain.task.translation;

import dev.refrain.data.DataException;
import dev.refrain.data.EncodedPairs;
import dev.refrain.data.PairSide;
import dev.refrain.data.PairSplit;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.SentencePair;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Sentence pairs made ready to be learned: split in two, the vocabularies chosen by the part to
/// learn from, both parts in token numbers.
///
/// Where nothing is given to hold out, a part of the different sentences of one side is, with all
/// their translations: of the side that has fewer different ones. Which they are depends on the
/// pairs alone.
public final class TranslationCorpus {
  private final DataFingerprint fingerprint;
  private final Codecs codecs;
  private final List<SentencePair> heldOut;
  private final EncodedPairs training;
  private final EncodedPairs validation;

  private TranslationCorpus(String name, PairSplit split, Codecs codecs, TranslationConfig config) {
    fingerprint = fingerprint(name, split);
    this.codecs = codecs;
    heldOut = split.heldOut();
    training = encode(split.training(), config);
    validation = encode(split.heldOut(), config);
  }

  private EncodedPairs encode(List<SentencePair> pairs, TranslationConfig config) {
    return EncodedPairs.of(
        pairs, codecs.source(), codecs.target(), config.maximumLength(), config.overlong());
  }

  /// Takes pairs for a model of this configuration, and holds a part of them out.
  ///
  /// @param name what the pairs are called, for the model's folder
  /// @throws DataException if there is nothing to learn from
  public static TranslationCorpus of(
      String name, List<SentencePair> pairs, TranslationConfig config) {
    return of(name, split(pairs, config), config);
  }

  /// Takes pairs for a model of this configuration.
  ///
  /// @param heldOut what the model is judged by while it learns; may be empty
  /// @throws DataException if there is nothing to learn from
  public static TranslationCorpus of(
      String name,
      List<SentencePair> training,
      List<SentencePair> heldOut,
      TranslationConfig config) {
    return of(name, new PairSplit(training, heldOut), config);
  }

  private static TranslationCorpus of(String name, PairSplit split, TranslationConfig config) {
    return new TranslationCorpus(name, split, Codecs.learn(config, split.training()), config);
  }

  /// Takes pairs for a model that exists, with its vocabularies, and holds none out: to judge the
  /// model by.
  ///
  /// @throws DataException if there are no pairs
  static EncodedPairs encode(List<SentencePair> pairs, TranslationModel model) {
    return EncodedPairs.of(
        pairs,
        model.source(),
        model.target(),
        model.config().maximumLength(),
        model.config().overlong());
  }

  private static PairSplit split(List<SentencePair> pairs, TranslationConfig config) {
    PairSide side =
        different(pairs, PairSide.SOURCE) < different(pairs, PairSide.TARGET)
            ? PairSide.SOURCE
            : PairSide.TARGET;
    return PairSplit.fraction(
        pairs,
        pair -> config.tokens().normalize(side.of(pair)),
        config.validation(),
        Rng.seeded(0).split("held out"));
  }

  private static long different(List<SentencePair> pairs, PairSide side) {
    return pairs.stream().map(side::of).distinct().count();
  }

  private static DataFingerprint fingerprint(String name, PairSplit split) {
    List<String> lines = new ArrayList<>();
    Stream.concat(split.training().stream(), split.heldOut().stream())
        .forEach(pair -> lines.add(pair.source() + "\t" + pair.target()));
    return DataFingerprint.of(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /// Which pairs these are.
  public DataFingerprint fingerprint() {
    return fingerprint;
  }

  Codecs codecs() {
    return codecs;
  }

  /// How sentences of the source language become token numbers.
  public SentenceCodec source() {
    return codecs.source();
  }

  /// How sentences of the target language become token numbers.
  public SentenceCodec target() {
    return codecs.target();
  }

  /// The part to learn from.
  public EncodedPairs training() {
    return training;
  }

  /// The part held out; no pairs if none is.
  public EncodedPairs validation() {
    return validation;
  }

  /// The part held out, as it was given.
  public List<SentencePair> heldOut() {
    return heldOut;
  }
}
