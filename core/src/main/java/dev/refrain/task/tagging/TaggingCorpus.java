package dev.refrain.task.tagging;

import dev.refrain.data.ColumnFile;
import dev.refrain.data.DataException;
import dev.refrain.data.TaggedSentence;
import dev.refrain.data.Vocabulary;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Tagged sentences made ready to be learned: their scheme known, a part held out, the vocabularies
/// chosen by the part to learn from.
///
/// Where nothing is given to hold out, a part of the sentences is. Which they are depends on their
/// number alone.
public final class TaggingCorpus {
  private final DataFingerprint fingerprint;
  private final TaggingConfig config;
  private final TaggingVocabularies vocabularies;
  private final List<TaggedSentence> training;
  private final List<TaggedSentence> validation;
  private final long broken;

  private TaggingCorpus(
      DataFingerprint fingerprint,
      TaggingConfig config,
      TaggingVocabularies vocabularies,
      List<TaggedSentence> training,
      List<TaggedSentence> validation,
      long broken) {
    this.fingerprint = fingerprint;
    this.config = config;
    this.vocabularies = vocabularies;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
    this.broken = broken;
  }

  /// Takes sentences for a tagger of this configuration, and holds a part of them out.
  ///
  /// @throws DataException if there is nothing to learn from, or tags break their scheme
  public static TaggingCorpus of(ColumnFile file, TaggingConfig config) {
    TagScheme scheme = scheme(file, config);
    List<TaggedSentence> all = SchemeReading.read(file, scheme, config.repair());
    int count = (int) Math.round(all.size() * config.validation());
    int[] order = new int[all.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Rng.seeded(0).split("held out").shuffle(order);
    boolean[] heldOut = new boolean[all.size()];
    for (int i = 0; i < count; i++) {
      heldOut[order[i]] = true;
    }
    List<TaggedSentence> training = new ArrayList<>();
    List<TaggedSentence> validation = new ArrayList<>();
    for (int i = 0; i < heldOut.length; i++) {
      (heldOut[i] ? validation : training).add(all.get(i));
    }
    if (training.isEmpty()) {
      throw new DataException(
          "%s has %,d sentences, of which none is left to learn from; hold fewer out."
              .formatted(file.name(), all.size()));
    }
    // A type that happens to be in the held-out part alone is nobody's mistake.
    return of(file, training, file, validation, config.withUnseenTags(true), scheme, config);
  }

  /// Takes sentences for a tagger of this configuration.
  ///
  /// @param heldOut what the tagger is judged by while it learns
  /// @throws DataException if tags break their scheme, or the data to hold out have tags that the
  ///     others do not have
  public static TaggingCorpus of(ColumnFile training, ColumnFile heldOut, TaggingConfig config) {
    TagScheme scheme = scheme(training, config);
    return of(
        training,
        SchemeReading.read(training, scheme, config.repair()),
        heldOut,
        SchemeReading.read(heldOut, scheme, config.repair()),
        config,
        scheme,
        config);
  }

  private static TagScheme scheme(ColumnFile file, TaggingConfig config) {
    TagScheme scheme = config.scheme() == null ? SchemeReading.detect(file) : config.scheme();
    if (config.learnedScheme() != null
        && (config.learnedScheme() == TagScheme.PLAIN) != (scheme == TagScheme.PLAIN)) {
      throw new DataException(
          "The tags of %s are in the scheme %s, so %s cannot be learned from them."
              .formatted(file.name(), scheme, config.learnedScheme()));
    }
    return scheme;
  }

  private static TaggingCorpus of(
      ColumnFile file,
      List<TaggedSentence> training,
      ColumnFile heldOutFile,
      List<TaggedSentence> heldOut,
      TaggingConfig tolerance,
      TagScheme scheme,
      TaggingConfig config) {
    TagScheme learned = config.learnedScheme() == null ? scheme : config.learnedScheme();
    TaggingConfig resolved = config.withScheme(scheme, learned);
    List<TaggedSentence> converted = convert(training, scheme, learned);
    var vocabularies = TaggingVocabularies.learn(resolved, learned, converted);
    List<TaggedSentence> judged = convert(heldOut, scheme, learned);
    if (!tolerance.unseenTags()) {
      requireSeen(heldOutFile, heldOut, judged, vocabularies.tags());
    }
    return new TaggingCorpus(
        fingerprint(file, heldOutFile),
        resolved,
        vocabularies,
        converted,
        judged,
        SchemeReading.broken(file, scheme)
            + (heldOutFile.equals(file) ? 0 : SchemeReading.broken(heldOutFile, scheme)));
  }

  static List<TaggedSentence> convert(
      List<TaggedSentence> sentences, TagScheme from, TagScheme to) {
    if (from == to) {
      return sentences;
    }
    return sentences.stream()
        .map(
            s ->
                new TaggedSentence(
                    s.words(), to.write(s.words().size(), Entity.of(s.tags())), s.lines()))
        .toList();
  }

  /// Holds that a tagger knows all tags.
  ///
  /// @param written the sentences as the file has them
  /// @param sentences the same with the tags that the tagger learns
  static void requireSeen(
      ColumnFile file,
      List<TaggedSentence> written,
      List<TaggedSentence> sentences,
      Vocabulary known) {
    for (int s = 0; s < sentences.size(); s++) {
      List<String> tags = sentences.get(s).tags();
      for (int i = 0; i < tags.size(); i++) {
        if (known.id(tags.get(i)) < 0) {
          throw new DataException(
              "%s has the tag '%s', which the training data do not have; say --unseen-tags to count it as missed."
                  .formatted(file.place(written.get(s), i), written.get(s).tags().get(i)));
        }
      }
    }
  }

  private static DataFingerprint fingerprint(ColumnFile file, ColumnFile heldOut) {
    var text = new StringBuilder();
    for (ColumnFile each : heldOut.equals(file) ? List.of(file) : List.of(file, heldOut)) {
      for (TaggedSentence sentence : each.sentences()) {
        for (int i = 0; i < sentence.words().size(); i++) {
          text.append(sentence.words().get(i)).append('\t').append(sentence.tags().get(i));
          text.append('\n');
        }
        text.append('\n');
      }
    }
    return DataFingerprint.of(file.shortName(), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Which sentences these are.
  public DataFingerprint fingerprint() {
    return fingerprint;
  }

  /// The configuration with the schemes that were found.
  public TaggingConfig config() {
    return config;
  }

  TaggingVocabularies vocabularies() {
    return vocabularies;
  }

  /// The words that a tagger made for these knows.
  public Vocabulary words() {
    return vocabularies.words();
  }

  /// The tags it knows, in the scheme that is learned.
  public Vocabulary tags() {
    return vocabularies.tags();
  }

  /// The part to learn from, with the tags that are learned.
  public List<TaggedSentence> training() {
    return training;
  }

  /// The part held out, with the tags that are learned; may be empty.
  public List<TaggedSentence> validation() {
    return validation;
  }

  /// How many sentences broke their scheme and were repaired.
  public long broken() {
    return broken;
  }
}
