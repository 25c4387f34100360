package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.TaggedSentence;
import dev.refrain.task.tagging.EntityCounts;
import dev.refrain.task.tagging.TagScheme;
import dev.refrain.task.tagging.Tagger;
import dev.refrain.task.tagging.Tagging;
import dev.refrain.task.tagging.TaggingModel;
import dev.refrain.task.tagging.TaggingScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well a tagger tags sentences whose tags are known.
final class TaggingEvaluation {
  private final TaggingModel model;
  private final String name;
  private final List<TaggedSentence> references;
  private List<Tagging> taggings = List.of();
  private TaggingScores scores;
  private double seconds;

  /// @param name what the sentences are called
  /// @param references in the scheme that the model writes
  TaggingEvaluation(TaggingModel model, String name, List<TaggedSentence> references) {
    this.model = model;
    this.name = name;
    this.references = references;
  }

  /// Tags the sentences and counts.
  TaggingEvaluation measure() {
    return measure(Tagger.of(model));
  }

  /// Tags the sentences with this tagger and counts.
  TaggingEvaluation measure(Tagger tagger) {
    long start = System.nanoTime();
    taggings = tagger.tag(references.stream().map(TaggedSentence::words).toList());
    seconds = (System.nanoTime() - start) * 1e-9;
    scores = TaggingScores.of(references, taggings.stream().map(Tagging::tags).toList());
    return this;
  }

  /// The words with the tags that they should have and those that they got, a word a line, as
  /// conlleval reads them.
  List<String> columns() {
    List<String> lines = new ArrayList<>();
    for (int s = 0; s < references.size(); s++) {
      TaggedSentence reference = references.get(s);
      for (int i = 0; i < reference.words().size(); i++) {
        lines.add(
            String.join(
                "\t",
                reference.words().get(i),
                reference.tags().get(i),
                taggings.get(s).tags().get(i)));
      }
      lines.add("");
    }
    return lines;
  }

  private boolean entities() {
    return model.config().scheme() != TagScheme.PLAIN;
  }

  /// The report, for people.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d sentences, %,d words; %.2f %% have the right tag",
            name,
            references.size(),
            scores.words(),
            100 * scores.accuracy()));
    if (entities()) {
      int width =
          Math.max(14, scores.types().keySet().stream().mapToInt(String::length).max().orElse(0));
      String row = "%-" + width + "s  %9s  %6s  %6s  %6s  %6s  %7s";
      lines.add(
          row.formatted("entities", "precision", "recall", "F1", "there", "found", "correct"));
      lines.add(row(row, "all", scores.all()));
      scores.types().forEach((type, counts) -> lines.add(row(row, type, counts)));
      lines.add(row(row, "surface forms", scores.surfaces()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "tagged in %.2f s: %,.0f sentences/s",
            seconds,
            references.size() / seconds));
    return lines;
  }

  private static String row(String format, String name, EntityCounts counts) {
    return format.formatted(
        name,
        percent(counts.precision()),
        percent(counts.recall()),
        percent(counts.f1()),
        counts.reference(),
        counts.found(),
        counts.correct());
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f", 100 * part);
  }

  /// The report, for machines.
  ObjectNode json() {
    ObjectNode object =
        JsonLines.object()
            .put("sentences", references.size())
            .put("words", scores.words())
            .put("accuracy", scores.accuracy());
    if (entities()) {
      describe(object, scores.all());
      ObjectNode types = object.putObject("types");
      scores.types().forEach((type, counts) -> describe(types.putObject(type), counts));
      describe(object.putObject("surfaceForms"), scores.surfaces());
    }
    return object.put("seconds", seconds).put("sentencesPerSecond", references.size() / seconds);
  }

  private static void describe(ObjectNode object, EntityCounts counts) {
    object
        .put("precision", counts.precision())
        .put("recall", counts.recall())
        .put("f1", counts.f1())
        .put("there", counts.reference())
        .put("found", counts.found())
        .put("correct", counts.correct());
  }
}
