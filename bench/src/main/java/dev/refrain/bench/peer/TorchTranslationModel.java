package dev.refrain.bench.peer;

import dev.refrain.nn.Parameters;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.task.translation.TranslationConfig;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Refrain's encoder–decoder with additive attention in libtorch: embedding → encoder → bridge →
/// [TorchAttentionDecoder] → logits.
///
/// It has no masks: all sentences of a batch are of one length.
final class TorchTranslationModel implements AutoCloseable {
  private final TorchWeights weights;
  private final TorchLayers encoder;
  private final TorchBridge bridge;
  private final TorchAttentionDecoder decoder;

  /// A model that starts with Refrain's weights.
  ///
  /// @param config of the Refrain model; what is not said there of dropout, tied weights and the
  ///     like is not done here
  /// @param start the Refrain model's weights
  TorchTranslationModel(TranslationConfig config, Parameters start) {
    if (config.attention() != AttentionKind.ADDITIVE
        || config.tied()
        || config.sharedVocabulary()
        || config.reversedSource()
        || config.inputDropout() > 0
        || config.outputDropout() > 0
        || config.labelSmoothing() > 0) {
      throw new IllegalArgumentException(
          "the peer is of additive attention without dropout and smoothing, expected this of "
              + config);
    }
    weights = new TorchWeights(start);
    encoder = new TorchLayers(weights, "encoder.recurrent", config.encoder());
    bridge = new TorchBridge(weights, config.bridge(), encoder);
    decoder = new TorchAttentionDecoder(weights, config.decoder());
  }

  TorchWeights weights() {
    return weights;
  }

  TorchAttentionDecoder decoder() {
    return decoder;
  }

  /// What has been read.
  ///
  /// @param sequence what the encoder put out, `[S,B,M]`
  /// @param begin where the decoder begins
  record Encoding(Tensor sequence, TorchLayers.State begin) {}

  /// Reads sources.
  ///
  /// @param ids `[S,B]`
  Encoding encode(Tensor ids) {
    TorchLayers.Output read =
        encoder.apply(
            torch.embedding(weights.get("encoder.embedding.weight"), ids),
            encoder.zeros(ids.size(1)));
    return new Encoding(read.sequence(), bridge.apply(read.last()));
  }

  /// Embeddings of target tokens.
  Tensor embed(Tensor ids) {
    return torch.embedding(weights.get("decoder.embedding.weight"), ids);
  }

  /// From `[..,E]` to `[..,V]`.
  Tensor logits(Tensor readouts) {
    return weights.linear("decoder.output", readouts);
  }

  @Override
  public void close() {
    weights.close();
  }
}
