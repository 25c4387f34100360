package dev.refrain.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.GradientCheck;
import dev.refrain.data.LabelledText;
import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClassificationTaskTest {
  private static final long SEED = 5;

  private static ClassificationModel trained(ClassificationConfig config) {
    ClassificationCorpus corpus =
        config.input() == InputKind.TEXT
            ? ClassificationCorpus.ofTexts("toy", Toys.texts(120, 1), Toys.texts(20, 2), config)
            : ClassificationCorpus.ofSeries(Toys.series(120, 1), Toys.series(20, 2), config);
    var model = ClassificationModel.create(config, corpus, Rng.seeded(SEED));
    var task = new ClassificationTask(model, corpus);
    Trainer.of(task)
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(0.02))
        .epochs(6)
        .shards(2)
        .seed(SEED)
        .run();
    assertThat(task.validationAccuracy().orElseThrow()).isGreaterThan(0.9);
    return model;
  }

  @ParameterizedTest
  @EnumSource(ReadoutKind.class)
  void gradientsAreThoseOfTheLoss(ReadoutKind readout) {
    for (InputKind input : InputKind.values()) {
      ClassificationConfig config =
          Toys.small(input).withReadout(readout).withLabelSmoothing(0.1).withBalancedClasses();
      ClassificationCorpus corpus =
          input == InputKind.TEXT
              ? ClassificationCorpus.ofTexts("toy", Toys.texts(9, 1), List.of(), config)
              : ClassificationCorpus.ofSeries(Toys.series(8, 1), null, config);
      var model = ClassificationModel.create(config, corpus, Precision.FLOAT64, Rng.seeded(SEED));
      var task = new ClassificationTask(model, corpus);
      task.startEpoch(0, Rng.seeded(SEED));
      List<Tensor> parameters = new ArrayList<>(model.parameters().byName().values());
      GradientCheck.sampled(
              (tape, inputs) -> task.loss(tape, 0, new Shard(0, 1)).sum(), parameters, 5, SEED)
          .require(1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(ReadoutKind.class)
  void learnsWhichWordDecides(ReadoutKind readout) {
    ClassificationModel model = trained(Toys.small(InputKind.TEXT).withReadout(readout));
    Classifier classifier = Classifier.of(model);
    ClassificationReport report = classifier.evaluate(Toys.texts(60, 3));
    assertThat(report.matrix().accuracy()).isGreaterThan(0.95);
    assertThat(report.matrix().labels()).containsExactly("bad", "good");
    assertThat(report.natsPerItem()).isLessThan(0.3);
    Classification found = classifier.classify("the film was moving indeed");
    assertThat(found.label()).isEqualTo("good");
    assertThat(found.probabilities().get(1)).isEqualTo(found.probability());
    if (readout == ReadoutKind.ATTENTION) {
      assertThat(classifier.tokens("the film was moving indeed"))
          .containsExactly("the", "film", "was", "moving", "indeed");
      assertThat(found.attention().stream().mapToDouble(weight -> weight).sum())
          .isCloseTo(1, within(1e-5));
    } else {
      assertThat(found.attention()).isEmpty();
    }
  }

  @Test
  void learnsSeriesInTheirOwnUnits(@TempDir Path folder) throws Exception {
    ClassificationModel model = trained(Toys.small(InputKind.SERIES));
    ClassificationReport report = Classifier.of(model).evaluate(Toys.series(60, 3));
    assertThat(report.matrix().accuracy()).isGreaterThan(0.95);
    model.save(folder.resolve("slopes"));
    ClassificationModel loaded = ClassificationModel.load(folder.resolve("slopes"));
    assertThat(loaded.features()).containsExactly("height", "noise");
    assertThat(loaded.config()).isEqualTo(model.config());
    assertThat(Classifier.of(loaded).classify(Toys.series(30, 4)))
        .isEqualTo(Classifier.of(model).classify(Toys.series(30, 4)));
  }

  @Test
  void whatStandsBesideAnItemChangesNothing(@TempDir Path folder) throws Exception {
    ClassificationModel model = trained(Toys.small(InputKind.TEXT));
    List<String> texts =
        new ArrayList<>(Toys.texts(70, 4).stream().map(LabelledText::text).toList());
    texts.add(3, "");
    List<Classification> together = Classifier.of(model).classify(texts);
    model.save(folder.resolve("toy"));
    Classifier loaded = Classifier.of(ClassificationModel.load(folder.resolve("toy")));
    for (int i = 0; i < texts.size(); i++) {
      Classification alone = loaded.classify(texts.get(i));
      assertThat(alone.label()).isEqualTo(together.get(i).label());
      assertThat(alone.probability()).isCloseTo(together.get(i).probability(), within(1e-5));
      assertThat(alone.attention()).hasSameSizeAs(together.get(i).attention());
    }
  }

  @Test
  void weightsChangeWhatIsLost() {
    List<LabelledText> texts = new ArrayList<>(Toys.texts(8, 1));
    texts.removeIf(text -> text.label().equals("bad"));
    texts.addAll(Toys.texts(4, 2));
    // 6 good and 2 bad: balanced weights are 8 / (2 · 6) and 8 / (2 · 2).
    ClassificationConfig config = Toys.small(InputKind.TEXT);
    var corpus = ClassificationCorpus.ofTexts("toy", texts, List.of(), config);
    assertThat(corpus.trainingCounts()).containsExactly(2L, 6L);
    assertThat(
            ClassWeights.of(config.withBalancedClasses(), corpus.labels(), corpus.trainingCounts()))
        .containsExactly(new double[] {2, 2.0 / 3}, within(1e-12));
    // 1 · 6 + 3 · 2 = 12 for 8 items
    assertThat(
            ClassWeights.of(
                config.withClassWeights(List.of(new ClassWeight("bad", 3))),
                corpus.labels(),
                corpus.trainingCounts()))
        .containsExactly(new double[] {2, 2.0 / 3}, within(1e-12));
    assertThat(ClassWeights.of(config, corpus.labels(), corpus.trainingCounts())).isNull();
  }
}
