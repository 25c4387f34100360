package dev.refrain.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.data.DataException;
import dev.refrain.data.LabelledText;
import dev.refrain.data.LabelledTexts;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.data.table.TableFile;
import dev.refrain.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassificationBadInputTest {
  private static final ClassificationConfig TEXT = Toys.small(InputKind.TEXT);
  private static final ClassificationConfig SERIES = Toys.small(InputKind.SERIES);

  @TempDir Path folder;

  private static void refuses(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContainingAll(parts);
  }

  private static ClassificationCorpus corpus(
      List<LabelledText> training, List<LabelledText> heldOut, ClassificationConfig config) {
    return ClassificationCorpus.ofTexts("toy", training, heldOut, config);
  }

  @Test
  void oneClassOnly() {
    List<LabelledText> good =
        Toys.texts(10, 1).stream().filter(text -> text.label().equals("good")).toList();
    refuses(
        () -> corpus(good, List.of(), TEXT), "All 5 items to learn from are of the class 'good'");
    refuses(() -> corpus(List.of(), List.of(), TEXT), "nothing to learn from");
  }

  @Test
  void labelThatWasNotLearned() {
    var odd = new LabelledText("a film", "middling", "", "test.tsv, line 7");
    refuses(
        () -> corpus(Toys.texts(10, 1), List.of(odd), TEXT),
        "test.tsv, line 7 has the label 'middling'",
        "those are bad, good");
    var model =
        ClassificationModel.create(TEXT, corpus(Toys.texts(10, 1), List.of(), TEXT), Rng.seeded(1));
    refuses(() -> Classifier.of(model).evaluate(List.of(odd)), "test.tsv, line 7");
    refuses(() -> Classifier.of(model).evaluate(List.of()), "nothing to evaluate");
  }

  @Test
  void emptyTextsAreLeftOutAndCounted() {
    List<LabelledText> texts = new ArrayList<>(Toys.texts(10, 1));
    texts.add(4, new LabelledText("  ", "good"));
    ClassificationCorpus corpus = corpus(texts, List.of(), TEXT);
    assertThat(corpus.empty()).isEqualTo(1);
    assertThat(corpus.trainingItems()).isEqualTo(10);
  }

  @Test
  void longTextsAreCutAndCounted() {
    ClassificationCorpus corpus = corpus(Toys.texts(40, 1), List.of(), TEXT.withMaximumLength(4));
    assertThat(corpus.overlong()).isBetween(5, 35);
    assertThat(corpus.training()).allMatch(item -> item.length() <= 4);
  }

  @Test
  void weightOfAClassThatIsNot() {
    ClassificationConfig config = TEXT.withClassWeights(List.of(ClassWeight.parse("gut=2")));
    ClassificationCorpus corpus = corpus(Toys.texts(10, 1), List.of(), config);
    var model = ClassificationModel.create(config, corpus, Rng.seeded(1));
    refuses(
        () -> new ClassificationTask(model, corpus),
        "a weight for the class 'gut'",
        "the classes are bad, good");
    for (String bad : List.of("good", "=2", "good=", "good=0", "good=-1", "good=NaN")) {
      assertThatThrownBy(() -> ClassWeight.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void columnThatIsNotThere() throws IOException {
    Path file = Files.writeString(folder.resolve("r.tsv"), "review\tstars\nfine\t5\n");
    refuses(
        () -> LabelledTexts.readTable(TableFile.of(file), "text", "stars", ""),
        "r.tsv has no column 'text'; its columns are review, stars");
    Path unlabelled = Files.writeString(folder.resolve("u.tsv"), "text\tlabel\nfine\t\n");
    refuses(
        () -> LabelledTexts.readTable(TableFile.of(unlabelled), "text", "label", ""),
        "u.tsv, line 2 has nothing in the column 'label'");
    Path header = Files.writeString(folder.resolve("h.tsv"), "text\tlabel\n");
    refuses(
        () -> LabelledTexts.readTable(TableFile.of(header), "text", "label", ""), "no rows below");
    refuses(() -> LabelledTexts.readClasses(Map.of("x", folder.resolve("nowhere"))), "nowhere");
  }

  @Test
  void seriesOfOtherFeaturesOrWithGaps() {
    ClassificationCorpus corpus = ClassificationCorpus.ofSeries(Toys.series(9, 1), null, SERIES);
    Classifier classifier =
        Classifier.of(ClassificationModel.create(SERIES, corpus, Rng.seeded(1)));
    var narrow =
        new SeriesSet(
            "n.csv",
            List.of("height"),
            List.of(new Series(new float[] {1, 2}, 1, "falls", null, "n.csv, line 2")));
    refuses(() -> classifier.classify(narrow), "n.csv has 1 features", "height, noise");
    var gaps =
        new SeriesSet(
            "g.csv",
            List.of("height", "noise"),
            List.of(new Series(new float[] {1, Float.NaN}, 2, "falls", null, "g.csv, line 2")));
    refuses(() -> classifier.classify(gaps), "g.csv, line 2 has no value of 'noise' at step 1");
    var stranger =
        gaps.withSeries(List.of(new Series(new float[] {1, 2}, 2, "hops", null, "g.csv, line 3")));
    refuses(() -> classifier.evaluate(stranger), "g.csv, line 3 has the label 'hops'");
    var unlabelled =
        gaps.withSeries(List.of(new Series(new float[] {1, 2}, 2, null, null, "g.csv, line 4")));
    refuses(() -> classifier.evaluate(unlabelled), "g.csv, line 4");
    assertThatThrownBy(() -> classifier.classify("text")).hasMessageContaining("reads series");
  }

  @Test
  void configurationThatCannotBe() throws IOException {
    var json = new ObjectMapper();
    assertThatThrownBy(
            () -> ClassificationConfig.fromJson("c.json", json.readTree("{\"readout\":\"sum\"}")))
        .hasMessageContaining("there is no readout 'sum'; known are last, mean, max, attention");
    assertThatThrownBy(
            () ->
                ClassificationConfig.fromJson(
                    "c.json", json.readTree("{\"input\":\"series\",\"embedding\":8}")))
        .hasMessageContaining("a series is read as it is");
    assertThatThrownBy(
            () ->
                ClassificationConfig.fromJson(
                    "c.json", json.readTree("{\"balanced\":true,\"classWeights\":[\"good=2\"]}")))
        .hasMessageContaining("choose one");
    ClassificationConfig config =
        TEXT.withClassWeights(List.of(new ClassWeight("good", 2))).withLabelSmoothing(0.1);
    assertThat(ClassificationConfig.fromJson("c.json", config.toJson())).isEqualTo(config);
    assertThat(ClassificationConfig.fromJson("c.json", SERIES.toJson())).isEqualTo(SERIES);
  }

  @Test
  void modelWhoseFilesAreDamaged() throws IOException {
    ClassificationCorpus corpus = ClassificationCorpus.ofSeries(Toys.series(9, 1), null, SERIES);
    Path model = folder.resolve("model");
    ClassificationModel.create(SERIES, corpus, Rng.seeded(1)).save(model);
    Path manifest = model.resolve("model.json");
    String whole = Files.readString(manifest);
    Files.writeString(manifest, whole.replace("\"features\"", "\"futures\""));
    assertThatThrownBy(() -> ClassificationModel.load(model))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not say which features");
    Files.writeString(manifest, whole);
    Files.writeString(model.resolve("vocabulary.labels.txt"), "falls\nrises\n");
    assertThatThrownBy(() -> ClassificationModel.load(model))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("output.weight");
  }
}
