package dev.refrain.bench.peer;

import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// An embedding and one layer in both directions that reads it.
///
/// Sequences of several lengths are padded. Then the layer's directions run one by one, both
/// forwards, the second over sequences turned round, so that none reads padding before the end of a
/// sequence: packed sequences, which oneDNN does not know, took seven times as long.
final class TorchTextLayers {
  private static final long FEATURES = 2;

  private final Tensor embedding;
  private final TorchLayers layers;

  /// @param embedding the name of the embedding's weight
  TorchTextLayers(TorchWeights weights, String embedding, RecurrentConfig config) {
    if (!config.bidirectional() || config.hidden().size() != 1) {
      throw new IllegalArgumentException("expected one layer in both directions, found " + config);
    }
    this.embedding = weights.get(embedding);
    layers = new TorchLayers(weights, "recurrent", config);
  }

  /// Runs over the sequences from states of zeros.
  ///
  /// @return `[T,B,2·H]`; in padding anything
  Tensor read(LabelledBatch batch) {
    return batch.full() ? readFull(batch) : readPadded(batch);
  }

  private Tensor readFull(LabelledBatch batch) {
    Tensor ids = Ids.of(batch.ids(), batch.steps(), batch.rows());
    return layers.apply(torch.embedding(embedding, ids), layers.zeros(batch.rows())).sequence();
  }

  private Tensor readPadded(LabelledBatch batch) {
    int[] turning = batch.turning();
    int[] turned = Arrays.stream(turning).map(from -> batch.ids()[from]).toArray();
    int[] both = IntStream.concat(Arrays.stream(batch.ids()), Arrays.stream(turned)).toArray();
    Tensor ids = Ids.of(both, 2, batch.steps(), batch.rows());
    Tensor[] embedded = torch.embedding(embedding, ids).unbind(0).get();
    Tensor forward = layers.applyOne(0, embedded[0]);
    Tensor backward = layers.applyOne(1, embedded[1]).reshape(-1, layers.hidden());
    // an embedding, for its gradient is faster than that of index_select
    Tensor turnedBack = torch.embedding(backward, Ids.of(turning, batch.steps(), batch.rows()));
    return torch.cat(new TensorVector(forward, turnedBack), FEATURES);
  }
}
