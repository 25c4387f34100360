package dev.refrain.bench.peer;

import dev.refrain.data.PairBatch;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.task.translation.TranslationConfig;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Refrain's encoder–decoder without attention in libtorch, learning single pairs by plain descent:
/// embedding → encoder → bridge → decoder → logits → mean cross-entropy.
///
/// Not for more than one thread at a time.
public final class TorchPairs implements AutoCloseable {

  /// How the work is done; what is learned is the same.
  public enum Way {
    /// The fastest found: whole sequences in one call, gradients of embeddings as sparse rows. A
    /// decoder that reads its own tokens first writes them without recording, then is trained as if
    /// they had been given.
    SEQUENCES,
    /// As PyTorch's tutorial does: token by token on both sides, dense gradients.
    TOKENS
  }

  private static final int NO_PADDING = -1;
  private static final boolean BY_FREQUENCY = false;

  private final Way way;
  private final double rate;
  private final TorchWeights weights;
  private final TorchLayers encoder;
  private final TorchBridge bridge;
  private final TorchLayers decoder;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model
  /// @param start the Refrain model's weights
  /// @param rate of the descent
  public TorchPairs(Way way, TranslationConfig config, Parameters start, double rate) {
    if (config.attention() != AttentionKind.NONE
        || config.tied()
        || config.sharedVocabulary()
        || config.reversedSource()
        || config.inputDropout() > 0
        || config.outputDropout() > 0
        || config.labelSmoothing() > 0
        || (way == Way.TOKENS && config.encoder().bidirectional())) {
      throw new IllegalArgumentException(
          "the peer is without attention, dropout and smoothing, expected this of " + config);
    }
    this.way = way;
    this.rate = rate;
    weights = new TorchWeights(start);
    encoder = new TorchLayers(weights, "encoder.recurrent", config.encoder());
    bridge = new TorchBridge(weights, config.bridge(), encoder);
    decoder = new TorchLayers(weights, "decoder.recurrent", config.decoder());
  }

  /// How many numbers are learned.
  public long size() {
    return weights.count();
  }

  /// One step of training.
  ///
  /// @param pair a batch of one
  /// @param forced whether the decoder reads the true tokens, and not its own
  /// @return mean loss in nats per token, before the step
  public double step(PairBatch pair, boolean forced) {
    try (var _ = new PointerScope()) {
      Tensor loss = loss(pair, forced);
      weights.backward(loss);
      weights.descend(rate);
      return loss.item_float();
    }
  }

  private Tensor loss(PairBatch pair, boolean forced) {
    TorchLayers.State begin = bridge.apply(encode(pair.source()));
    Tensor logits =
        switch (way) {
          case SEQUENCES ->
              decodeAll(begin, forced ? pair.inputs() : ownTokens(begin, pair.inputs()));
          case TOKENS -> decodeByToken(begin, pair.inputs(), forced);
        };
    return torch.cross_entropy_loss(logits, Ids.of(pair.targets(), pair.targetSteps()));
  }

  private TorchLayers.State encode(int[] source) {
    TorchLayers.State state = encoder.zeros(1);
    if (way == Way.SEQUENCES) {
      return encoder.apply(embed("encoder", source), state).last();
    }
    for (int id : source) {
      state = encoder.apply(embed("encoder", id), state).last();
    }
    return state;
  }

  /// The logits `[T,V]` of a decoder that reads `inputs`.
  private Tensor decodeAll(TorchLayers.State begin, int... inputs) {
    Tensor states = decoder.apply(embed("decoder", inputs), begin).sequence();
    return weights.linear("decoder.output", states.squeeze(1));
  }

  /// What a decoder reads that goes on with the token it holds likeliest.
  private int[] ownTokens(TorchLayers.State begin, int... inputs) {
    int[] own = inputs.clone();
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      TorchLayers.State state = begin;
      for (int t = 1; t < own.length; t++) {
        TorchLayers.Output step = decoder.apply(embed("decoder", own[t - 1]), state);
        state = step.last();
        own[t] = likeliest(weights.linear("decoder.output", step.sequence().squeeze(1)));
      }
    }
    return own;
  }

  private Tensor decodeByToken(TorchLayers.State begin, int[] inputs, boolean forced) {
    TorchLayers.State state = begin;
    var logits = new TensorVector();
    int own = inputs[0];
    for (int input : inputs) {
      TorchLayers.Output step = decoder.apply(embed("decoder", forced ? input : own), state);
      state = step.last();
      Tensor scores = weights.linear("decoder.output", step.sequence().squeeze(1));
      logits.push_back(scores);
      if (!forced) {
        own = likeliest(scores);
      }
    }
    return torch.cat(logits, 0);
  }

  private static int likeliest(Tensor scores) {
    boolean keepAxis = false;
    return (int) torch.argmax(scores, new LongOptional(1), keepAxis).item_long();
  }

  /// @param side `encoder` or `decoder`
  /// @return `[T,1,E]`
  private Tensor embed(String side, int... ids) {
    boolean sparse = way == Way.SEQUENCES;
    return torch.embedding(
        weights.get(side + ".embedding.weight"),
        Ids.of(ids, ids.length, 1),
        NO_PADDING,
        BY_FREQUENCY,
        sparse);
  }

  @Override
  public void close() {
    weights.close();
  }
}
