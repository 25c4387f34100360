package dev.refrain.bench.djl;

import ai.djl.Model;
import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.training.LanguageCase;
import dev.refrain.bench.training.StepLosses;
import dev.refrain.data.IdBatch;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.task.language.Corpus;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Refrain's language model in DJL's blocks, with Refrain's starting weights, learning with DJL's
/// trainer from arrays that were made beforehand, time before batch as libtorch computes.
///
/// DJL has no clipping by the norm of the gradient, so there is none. Its recurrent layers have two
/// biases where Refrain has one: an LSTM's second stays zero and is not learned, a GRU's is, for part
/// of it is Refrain's `recurrent_bias`. With it a GRU learns more numbers than Refrain's, and the
/// biases of two gates move twice as fast; the first losses hardly show it.
final class LanguageBlocks implements Contender {
  /// What a step learns.
  ///
  /// @param ids `[T, B]`
  /// @param targets `[T·B]`: for a matrix of them DJL's loss fails
  private record Batch(NDList ids, NDList targets) {}

  private final LanguageCase shape;
  private final Block embedding;
  private final Block recurrent;
  private final Block output;
  private final Model model;
  private final Trainer trainer;
  private final List<Batch> batches;
  private int next;

  LanguageBlocks(LanguageCase shape) {
    this.shape = shape;
    List<String> tokens =
        IntStream.range(0, shape.vocabulary()).mapToObj(Integer::toString).toList();
    embedding = new TrainableWordEmbedding(new DefaultVocabulary(tokens), shape.embedding());
    recurrent = layers(shape);
    output = Linear.builder().setUnits(shape.vocabulary()).build();
    model = Model.newInstance(shape.id());
    model.setBlock(
        new SequentialBlock()
            .add(embedding)
            .add(recurrent)
            .addSingleton(read -> read.reshape(-1, shape.hidden()))
            .add(output));
    Tracker rate = Tracker.fixed((float) LanguageCase.RATE);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build()));
    trainer.initialize(new Shape(shape.length(), shape.batch()));
    Corpus corpus = shape.corpus();
    setWeights(shape.model(corpus).parameters().byName());
    batches = shape.batches(corpus).stream().map(this::batch).toList();
  }

  private static Block layers(LanguageCase shape) {
    if (shape.cell() == CellKind.LSTM) {
      return sized(LSTM.builder(), shape).build();
    }
    return sized(GRU.builder(), shape).build();
  }

  private static <B extends RecurrentBlock.BaseBuilder<B>> B sized(B builder, LanguageCase shape) {
    return builder.setStateSize(shape.hidden()).setNumLayers(shape.layers()).optBatchFirst(false);
  }

  private void setWeights(Map<String, Tensor> weights) {
    set(embedding, "embedding", weights.get("embedding.weight"));
    for (int layer = 0; layer < shape.layers(); layer++) {
      String from = "recurrent.layer%d.forward.".formatted(layer);
      String to = "l_%d_".formatted(layer);
      set(recurrent, to + "i2h_WEIGHT", weights.get(from + "input_weight"));
      set(recurrent, to + "h2h_WEIGHT", weights.get(from + "recurrent_weight"));
      set(recurrent, to + "i2h_BIAS", weights.get(from + "bias"));
      setSecondBias(to + "h2h_BIAS", weights.get(from + "recurrent_bias"));
    }
    set(output, "weight", weights.get("output.weight"));
    set(output, "bias", weights.get("output.bias"));
  }

  /// @param last the numbers of the last gate; null if the bias is not to be learned
  private void setSecondBias(String name, Tensor last) {
    Parameter bias = recurrent.getDirectParameters().get(name);
    var values = new float[Math.toIntExact(bias.getArray().size())];
    if (last == null) {
      bias.freeze(true);
    } else {
      float[] known = last.toArray();
      System.arraycopy(known, 0, values, values.length - known.length, known.length);
    }
    bias.getArray().set(values);
  }

  private static void set(Block block, String name, Tensor weight) {
    block.getDirectParameters().get(name).getArray().set(weight.toArray());
  }

  private Batch batch(IdBatch batch) {
    return new Batch(
        longs(batch.inputs(), new Shape(batch.steps(), batch.rows())),
        longs(batch.targets(), new Shape(batch.targets().length)));
  }

  private NDList longs(int[] ids, Shape extents) {
    long[] values = Arrays.stream(ids).asLongStream().toArray();
    return new NDList(trainer.getManager().create(values, extents));
  }

  @Override
  public Map<String, Double> figures() {
    return StepLosses.figures(this::step);
  }

  @Override
  public void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /// @return mean loss in nats per token, before the step
  private double step() {
    Batch batch = batches.get(next);
    next = (next + 1) % batches.size();
    try (NDManager arrays = trainer.getManager().newSubManager()) { // closes what the step makes
      batch.ids().tempAttach(arrays);
      batch.targets().tempAttach(arrays);
      NDArray loss;
      try (var gradients = trainer.newGradientCollector()) {
        loss = trainer.getLoss().evaluate(batch.targets(), trainer.forward(batch.ids()));
        gradients.backward(loss);
      }
      trainer.step();
      return loss.getFloat();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
