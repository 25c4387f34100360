package dev.refrain.bench.deeplearning4j;

import dev.refrain.bench.race.Contender;
import dev.refrain.bench.training.LanguageCase;
import dev.refrain.bench.training.StepLosses;
import dev.refrain.data.IdBatch;
import dev.refrain.task.language.Corpus;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/// Refrain's language model of LSTM layers in Deeplearning4j, with Refrain's starting weights: a
/// [MultiLayerNetwork] with its workspaces, which learns arrays that were made beforehand.
///
/// Two things are not quite the same. The loss is the sum over a sequence's tokens, so that
/// gradients are T times as long; Adam does not mind. And the norm of the gradient can be limited
/// for each layer, not for all together.
///
/// SameDiff, with all steps of a layer in one native operation, was tried: version 1.0.0-M2.1 closes
/// arrays that the gradient of that operation still needs, and without its cache a step takes half a
/// minute.
final class LanguageNetwork implements Contender {
  /// Where Deeplearning4j's gates g, f, o, i are among Refrain's i, f, g, o.
  private static final int[] GATES = {2, 1, 3, 0};

  /// `[B, features, T]`, as layers compute; they turn other arrays around.
  private static final RNNFormat FORMAT = RNNFormat.NCW;

  /// What a step learns.
  ///
  /// @param ids `[B, T]`
  /// @param targets `[B, V, T]`, a single one at each position
  private record Batch(INDArray ids, INDArray targets) {}

  private final LanguageCase shape;
  private final MultiLayerNetwork network;
  private final List<Batch> batches;
  private int next;

  LanguageNetwork(LanguageCase shape) {
    this.shape = shape;
    network = new MultiLayerNetwork(layers());
    network.init();
    Corpus corpus = shape.corpus();
    setWeights(shape.model(corpus).parameters().byName());
    batches = shape.batches(corpus).stream().map(this::batch).toList();
  }

  private MultiLayerConfiguration layers() {
    var layers =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(LanguageCase.RATE))
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(LanguageCase.CLIP * shape.length())
            .list()
            .layer(
                new EmbeddingSequenceLayer.Builder()
                    .nIn(shape.vocabulary())
                    .nOut(shape.embedding())
                    .hasBias(false)
                    .inputLength(shape.length())
                    .outputDataFormat(FORMAT)
                    .build());
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.layer(
          new LSTM.Builder()
              .nIn(layer == 0 ? shape.embedding() : shape.hidden())
              .nOut(shape.hidden())
              .activation(Activation.TANH)
              .dataFormat(FORMAT)
              .build());
    }
    return layers
        .layer(
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(shape.hidden())
                .nOut(shape.vocabulary())
                .activation(Activation.SOFTMAX)
                .dataFormat(FORMAT)
                .build())
        .build();
  }

  private void setWeights(Map<String, Tensor> weights) {
    set("0_W", rows(weights.get("embedding.weight")));
    for (int layer = 0; layer < shape.layers(); layer++) {
      String from = "recurrent.layer%d.forward.".formatted(layer);
      int to = layer + 1;
      set(to + "_W", gates(weights.get(from + "input_weight")).transpose());
      set(to + "_RW", gates(weights.get(from + "recurrent_weight")).transpose());
      set(to + "_b", gates(weights.get(from + "bias")).transpose());
    }
    int output = shape.layers() + 1;
    set(output + "_W", rows(weights.get("output.weight")).transpose());
    set(output + "_b", rows(weights.get("output.bias")).transpose());
  }

  private void set(String name, INDArray values) {
    network.getParam(name).assign(values);
  }

  /// A weight `[4H, ..]` with its gates in Deeplearning4j's order.
  private INDArray gates(Tensor weight) {
    INDArray all = rows(weight);
    var gates = new INDArray[GATES.length];
    for (int gate = 0; gate < gates.length; gate++) {
      int from = GATES[gate] * shape.hidden();
      gates[gate] = all.get(NDArrayIndex.interval(from, from + shape.hidden()), NDArrayIndex.all());
    }
    return Nd4j.vstack(gates);
  }

  /// A weight as a matrix; one with a single dimension has one column.
  private static INDArray rows(Tensor weight) {
    int rows = weight.shape().toArray()[0];
    return Nd4j.create(weight.toArray(), new long[] {rows, weight.shape().size() / rows}, 'c');
  }

  private Batch batch(IdBatch batch) {
    INDArray ids = Nd4j.create(batch.rows(), batch.steps());
    INDArray targets =
        Nd4j.create(new int[] {batch.rows(), shape.vocabulary(), batch.steps()}, 'f');
    for (int t = 0; t < batch.steps(); t++) {
      for (int row = 0; row < batch.rows(); row++) {
        int position = t * batch.rows() + row;
        ids.putScalar(row, t, batch.inputs()[position]);
        targets.putScalar(row, batch.targets()[position], t, 1);
      }
    }
    return new Batch(ids, targets);
  }

  @Override
  public Map<String, Double> figures() {
    return StepLosses.figures(network.numParams(), this::step);
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
    network.fit(batch.ids(), batch.targets());
    return network.score() / shape.length();
  }
}
