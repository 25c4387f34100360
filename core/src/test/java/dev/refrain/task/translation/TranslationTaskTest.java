package dev.refrain.task.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.PairBatch;
import dev.refrain.decode.BeamSearch;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TranslationTaskTest {
  private static final long SEED = 4;

  private static List<Tensor> parameters(TranslationModel model) {
    return new ArrayList<>(model.parameters().byName().values());
  }

  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variants")
  void gradientsAreThoseOfTheLoss(TranslationConfig config) {
    TranslationConfig smoothed = config.withLabelSmoothing(0.1);
    TranslationModel model = Reversals.model(smoothed, Precision.FLOAT64);
    var task = new TranslationTask(model, Reversals.corpus(smoothed));
    task.startEpoch(0, Rng.seeded(SEED));
    GradientCheck.sampled(
            (tape, inputs) -> task.loss(tape, 0, new Shard(0, 1)).sum(), parameters(model), 6, SEED)
        .require(1e-5);
  }

  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variants")
  void gradientsFlowThroughOutputRecurrence(TranslationConfig variant) {
    for (TeacherForcing.Per per : TeacherForcing.Per.values()) {
      TranslationConfig config = variant.withTeacherForcing(new TeacherForcing(0.5, per, 0.5, 0));
      TranslationModel model = Reversals.model(config, Precision.FLOAT64);
      var task = new TranslationTask(model, Reversals.corpus(config));
      task.startEpoch(0, Rng.seeded(SEED));
      GradientCheck.sampled(
              (tape, inputs) -> task.loss(tape, 1, new Shard(0, 1)).sum(),
              parameters(model),
              4,
              SEED)
          .require(1e-5);
    }
  }

  @Test
  void gradientsFlowThroughOutputRecurrenceWithoutAttention() {
    TranslationConfig config =
        Reversals.config()
            .withTeacherForcing(TeacherForcing.of(0))
            .withAttention(AttentionKind.NONE);
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    var task = new TranslationTask(model, Reversals.corpus(config));
    task.startEpoch(0, Rng.seeded(SEED));
    GradientCheck.sampled(
            (tape, inputs) -> task.loss(tape, 0, new Shard(0, 1)).sum(), parameters(model), 6, SEED)
        .require(1e-5);
  }

  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variants")
  void everyModelReadsItsOwnWords(TranslationConfig variant) {
    TranslationConfig config = variant.withTeacherForcing(TeacherForcing.of(0.5).perStep());
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    var task = new TranslationTask(model, Reversals.corpus(config));
    task.startEpoch(0, Rng.seeded(SEED));
    GradientCheck.sampled(
            (tape, inputs) -> task.loss(tape, 0, new Shard(0, 1)).sum(), parameters(model), 3, SEED)
        .require(1e-5);
  }

  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variantsAndHard")
  void stepByStepIsAllAtOnce(TranslationConfig config) {
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    PairBatch batch = Reversals.batch(model, Reversals.corpus(config));
    int rows = batch.rows();
    int vocabulary = model.target().vocabulary().size();
    try (Tape tape = Reversals.evaluating()) {
      Value known = Writing.known(tape, model, batch).logits();
      var encoding = model.encode(tape, batch.source(), batch.sourceLengths());
      Decoder.State state = model.decoder().begin(tape, encoding.state());
      for (int t = 0; t < batch.targetSteps(); t++) {
        int[] inputs = Arrays.copyOfRange(batch.inputs(), t * rows, (t + 1) * rows);
        Value embedded = model.decoder().embed(tape, inputs, Shape.of(rows));
        Decoder.Step step = model.decoder().step(tape, encoding.memory(), state, embedded);
        state = step.state();
        double[] expected = known.at(t).data().toDoubles();
        double[] single = model.decoder().logits(model.decoder().readout(step)).data().toDoubles();
        for (int row = 0; row < rows; row++) {
          for (int v = 0; v < vocabulary && t < batch.targetLengths()[row]; v++) {
            assertThat(single[row * vocabulary + v])
                .isCloseTo(expected[row * vocabulary + v], within(1e-9));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GENERAL", "ADDITIVE"})
  void withoutTeacherForcingItReadsWhatItHeldLikeliest(AttentionKind kind) {
    TranslationConfig config =
        Reversals.config().withAttention(kind).withTeacherForcing(TeacherForcing.of(0));
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    PairBatch batch = Reversals.batch(model, Reversals.corpus(config));
    int rows = batch.rows();
    int vocabulary = model.target().vocabulary().size();
    try (Tape tape = Reversals.evaluating()) {
      Forcing none =
          Forcing.draw(TeacherForcing.Per.STEP, 0, batch.targetSteps(), rows, Rng.seeded(1));
      double[] free = Writing.mixed(tape, model, batch, none).logits().data().toDoubles();
      // the same by hand: each row's inputs are written into a batch that is then read as known
      for (int t = 1; t < batch.targetSteps(); t++) {
        for (int row = 0; row < rows; row++) {
          int at = ((t - 1) * rows + row) * vocabulary;
          int likeliest = 0;
          for (int v = 1; v < vocabulary; v++) {
            likeliest = free[at + v] > free[at + likeliest] ? v : likeliest;
          }
          batch.inputs()[t * rows + row] = likeliest;
        }
      }
      double[] known = Writing.known(tape, model, batch).logits().data().toDoubles();
      for (int i = 0; i < free.length; i++) {
        assertThat(free[i]).isCloseTo(known[i], within(1e-9));
      }
    }
  }

  @Test
  void ratioDecidesHowOftenTheTruthIsRead() {
    Rng rng = Rng.seeded(SEED);
    int rows = 400;
    Forcing perStep = Forcing.draw(TeacherForcing.Per.STEP, 0.3, 3, rows, rng);
    Forcing perSentence = Forcing.draw(TeacherForcing.Per.SENTENCE, 0.3, 3, rows, rng);
    int[] truth = new int[3 * rows];
    Arrays.fill(truth, 1);
    int[] own = new int[rows];
    assertThat(Arrays.stream(perStep.inputs(0, truth, own)).sum()).isEqualTo(rows);
    assertThat(Arrays.stream(perStep.inputs(1, truth, own)).sum()).isBetween(80, 160);
    assertThat(perStep.inputs(1, truth, own)).isNotEqualTo(perStep.inputs(2, truth, own));
    assertThat(Arrays.stream(perSentence.inputs(1, truth, own)).sum()).isBetween(80, 160);
    assertThat(perSentence.inputs(1, truth, own)).isEqualTo(perSentence.inputs(2, truth, own));
    assertThat(Forcing.draw(TeacherForcing.Per.SENTENCE, 0, 1, 2, rng).lastOwn()).isZero();
    assertThat(Forcing.draw(TeacherForcing.Per.SENTENCE, 0, 3, 2, rng).lastOwn()).isEqualTo(2);
    assertThat(TeacherForcing.of(1).fallingTo(0.5, 2).at(0)).isEqualTo(1);
    assertThat(TeacherForcing.of(1).fallingTo(0.5, 2).at(1)).isEqualTo(0.75);
    assertThat(TeacherForcing.of(1).fallingTo(0.5, 2).at(7)).isEqualTo(0.5);
  }

  /// A sentence counts the same beside longer ones and alone.
  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variantsAndHard")
  void shardsTogetherAreTheBatch(TranslationConfig config) {
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    var task = new TranslationTask(model, Reversals.corpus(config));
    task.startEpoch(0, Rng.seeded(SEED));
    for (int shards : new int[] {2, 3, 7}) {
      double whole = 0;
      double parts = 0;
      long tokens = 0;
      for (int step = 0; step < task.steps(); step++) {
        try (Tape tape = Reversals.evaluating()) {
          ShardLoss loss = task.loss(tape, step, new Shard(0, 1));
          whole += loss.sum().data().item();
          tokens += loss.count();
          for (int shard = 0; shard < shards; shard++) {
            ShardLoss part = task.loss(tape, step, new Shard(shard, shards));
            parts += part == null ? 0 : part.sum().data().item();
            tokens -= part == null ? 0 : part.count();
          }
        }
      }
      assertThat(parts).isCloseTo(whole, within(1e-9 * whole));
      assertThat(tokens).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ADDITIVE", "GENERAL", "HARD"})
  void learnsToReverse(AttentionKind kind) {
    TranslationConfig config =
        Reversals.config()
            .withLayers(
                RecurrentConfig.of(CellKind.GRU, 24).bothDirections(),
                RecurrentConfig.of(CellKind.GRU, 32))
            .withEmbedding(24)
            .withAttention(kind)
            .withBatch(16)
            .withValidation(0.1);
    TranslationCorpus corpus = TranslationCorpus.of("toy", Reversals.pairs(1500, 5), config);
    TranslationModel model = TranslationModel.create(config, corpus, Rng.seeded(SEED));
    Trainer.of(new TranslationTask(model, corpus))
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(5e-3))
        .clipNorm(1)
        .epochs(6)
        .run();
    List<Translation> written =
        Translator.of(model)
            .translate(
                corpus.heldOut().stream().map(pair -> pair.source()).toList(), BeamSearch.GREEDY);
    int right = 0;
    for (int i = 0; i < written.size(); i++) {
      right += written.get(i).text().equals(corpus.heldOut().get(i).target()) ? 1 : 0;
    }
    // what is drawn at random teaches more slowly
    assertThat((double) right / written.size())
        .isGreaterThan(kind == AttentionKind.HARD ? 0.4 : 0.8);
  }

  @Test
  void hardAttentionAddsNothingToTheLossButSomethingToLearnFrom() {
    TranslationConfig config = Reversals.config().withAttention(AttentionKind.HARD);
    TranslationModel model = Reversals.model(config, Precision.FLOAT64);
    PairBatch batch = Reversals.batch(model, Reversals.corpus(config));
    var kernels = ReferenceKernels.float64();
    var pool = new BufferPool(Precision.FLOAT64);
    try (Tape tape = Tape.recording(kernels, pool, Rng.seeded(SEED))) {
      Writing writing = Writing.known(tape, model, batch);
      Value added = HardAttentionLoss.of(model.decoder().baseline(), writing, batch.targets());
      assertThat(added.data().item()).isZero();
      tape.backward(CrossEntropy.sum(writing.logits(), batch.targets()).plus(added), 1);
      Tensor score = model.parameters().byName().get("decoder.attention.score");
      assertThat(Arrays.stream(tape.gradient(score).toDoubles())).anyMatch(g -> Math.abs(g) > 1e-6);
    }
  }
}
