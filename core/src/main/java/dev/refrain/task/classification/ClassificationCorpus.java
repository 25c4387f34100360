package dev.refrain.task.classification;

import dev.refrain.data.DataException;
import dev.refrain.data.LabelledText;
import dev.refrain.data.SentenceCodec;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.series.MissingValues;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesScaling;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.train.DataFingerprint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Labelled items made ready to be learned: the classes and the vocabulary chosen by the part to
/// learn from, both parts in numbers.
public final class ClassificationCorpus {
  private final DataFingerprint fingerprint;
  private final Vocabulary labels;
  private final SentenceCodec codec; // null for series
  private final SeriesFeatures features; // null for texts
  private final List<Item> training = new ArrayList<>();
  private final List<Item> validation = new ArrayList<>();
  private int overlong;
  private int empty;

  private ClassificationCorpus(
      DataFingerprint fingerprint,
      Vocabulary labels,
      SentenceCodec codec,
      SeriesFeatures features) {
    this.fingerprint = fingerprint;
    this.labels = labels;
    this.codec = codec;
    this.features = features;
  }

  /// Takes texts for a model of this configuration. Texts without any token are left out.
  ///
  /// @param name what they are called, for the model's folder
  /// @param heldOut what the model is judged by while it learns; may be empty
  /// @throws DataException if there are not two classes to learn, a text that is held out is of no
  ///     class that is learned, or nothing is left to learn from
  public static ClassificationCorpus ofTexts(
      String name,
      List<LabelledText> training,
      List<LabelledText> heldOut,
      ClassificationConfig config) {
    List<String> all = training.stream().map(LabelledText::label).toList();
    Vocabulary labels = labels(all, List.copyOf(new TreeSet<>(all)));
    var codec =
        SentenceCodec.learn(config.tokens(), training.stream().map(LabelledText::text).toList());
    var corpus =
        new ClassificationCorpus(fingerprint(name, training, heldOut), labels, codec, null);
    corpus.encode(training, config, corpus.training);
    corpus.encode(heldOut, config, corpus.validation);
    if (corpus.training.isEmpty()) {
      throw new DataException(
          "None of the %,d texts of %s has a token in it; give texts, or normalise less."
              .formatted(training.size(), name));
    }
    return corpus;
  }

  private void encode(List<LabelledText> texts, ClassificationConfig config, List<Item> items) {
    for (LabelledText text : texts) {
      int[] ids = codec.encode(text.text());
      overlong += config.maximumLength() > 0 && ids.length > config.maximumLength() ? 1 : 0;
      if (ids.length == 0) {
        empty++;
      } else {
        items.add(
            Item.text(ids, config.maximumLength(), label(labels, text.label(), text.place())));
      }
    }
  }

  /// Takes series for a model of this configuration.
  ///
  /// @param training what is learned; the scaling is found out from it
  /// @param heldOut what the model is judged by while it learns; null for nothing
  /// @throws DataException if there are not two classes to learn, a series that is held out is of no
  ///     class that is learned, or values are missing and may not be
  public static ClassificationCorpus ofSeries(
      SeriesSet training, SeriesSet heldOut, ClassificationConfig config) {
    List<String> different = training.labels();
    Vocabulary labels =
        labels(
            training.series().stream().map(one -> one.label().orElseThrow()).toList(), different);
    MissingValues missing = config.series().missing();
    SeriesSet whole = missing.apply(training).set();
    var features =
        new SeriesFeatures(
            training.features(), SeriesScaling.fit(config.series().scaling(), whole));
    var corpus = new ClassificationCorpus(fingerprint(training, heldOut), labels, null, features);
    corpus.take(features.prepare(whole, missing), config, corpus.training);
    if (heldOut != null) {
      heldOut.labels(); // says which series lacks one
      corpus.take(features.prepare(heldOut, missing), config, corpus.validation);
    }
    return corpus;
  }

  private void take(List<Series> series, ClassificationConfig config, List<Item> items) {
    for (Series one : series) {
      overlong += config.maximumLength() > 0 && one.steps() > config.maximumLength() ? 1 : 0;
      int label = label(labels, one.label().orElseThrow(), one.origin());
      items.add(Item.series(one, config.maximumLength(), label));
    }
  }

  private static DataFingerprint fingerprint(SeriesSet training, SeriesSet heldOut) {
    var digest = new DataFingerprint.Builder(training.name());
    Stream.of(training, heldOut)
        .filter(Objects::nonNull)
        .flatMap(set -> set.series().stream())
        .forEach(
            one -> {
              digest.add(one.label().orElse("").getBytes(StandardCharsets.UTF_8));
              digest.add(one.values());
            });
    return digest.build();
  }

  /// @param all the class of each item to learn from
  /// @param different the classes, each once
  /// @throws DataException if there are fewer than two
  private static Vocabulary labels(List<String> all, List<String> different) {
    if (different.size() < 2) {
      throw new DataException(
          all.isEmpty()
              ? "There is nothing to learn from; give items of two classes or more."
              : "All %,d items to learn from are of the class '%s'; give items of two classes or more."
                  .formatted(all.size(), different.getFirst()));
    }
    return Vocabulary.of(different);
  }

  /// The number of a label.
  ///
  /// @param place where it stands
  /// @throws DataException if the model has no such class
  static int label(Vocabulary labels, String label, String place) {
    int id = labels.id(label);
    if (id < 0 || !labels.token(id).equals(label)) {
      throw new DataException(
          "%s has the label '%s', which is none that was learned; those are %s."
              .formatted(place, label, listed(labels.tokens())));
    }
    return id;
  }

  static String listed(List<String> labels) {
    return String.join(", ", labels.subList(0, Math.min(30, labels.size())))
        + (labels.size() > 30 ? ", … (%,d in all)".formatted(labels.size()) : "");
  }

  private static DataFingerprint fingerprint(
      String name, List<LabelledText> training, List<LabelledText> heldOut) {
    List<String> lines = new ArrayList<>();
    Stream.concat(training.stream(), heldOut.stream())
        .forEach(text -> lines.add(text.label() + "\t" + text.text()));
    return DataFingerprint.of(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /// Which items these are.
  public DataFingerprint fingerprint() {
    return fingerprint;
  }

  /// The classes, a token each.
  public Vocabulary labels() {
    return labels;
  }

  /// How texts become token numbers; null for series.
  SentenceCodec codec() {
    return codec;
  }

  /// Which features series have; null for texts.
  SeriesFeatures features() {
    return features;
  }

  List<Item> training() {
    return training;
  }

  List<Item> validation() {
    return validation;
  }

  /// How many items there are to learn from.
  public int trainingItems() {
    return training.size();
  }

  /// How many items are held out.
  public int validationItems() {
    return validation.size();
  }

  /// How many items of each class there are to learn from, in the order of the labels.
  public List<Long> trainingCounts() {
    long[] counts = new long[labels.size()];
    training.forEach(item -> counts[item.label()]++);
    List<Long> all = new ArrayList<>();
    for (long count : counts) {
      all.add(count);
    }
    return all;
  }

  /// How many items are longer than the model reads, and cut.
  public int overlong() {
    return overlong;
  }

  /// How many items were left out because there is nothing in them.
  public int empty() {
    return empty;
  }

  /// How many different tokens the model knows; 0 for series.
  public int vocabularySize() {
    return codec == null ? 0 : codec.vocabulary().size();
  }
}
