package dev.refrain.task.translation;

import static dev.refrain.config.Checks.require;

import dev.refrain.nn.recurrent.RecurrentConfig;

/// Which of the encoder's layers each layer of the decoder begins from: the topmost from the
/// topmost, and so on down; below the encoder's lowest layer, the lowest again.
final class BridgePlan {
  private BridgePlan() {}

  /// The encoder's layer from which layer `to` of the decoder begins.
  static int from(RecurrentConfig encoder, RecurrentConfig decoder, int to) {
    return Math.max(0, to + encoder.hidden().size() - decoder.hidden().size());
  }

  /// Holds that a state to be copied fits.
  ///
  /// @throws IllegalArgumentException if it does not
  static void check(Bridge bridge, RecurrentConfig encoder, RecurrentConfig decoder) {
    if (bridge == Bridge.LEARNED) {
      return;
    }
    for (int to = 0; to < decoder.hidden().size(); to++) {
      int from = from(encoder, decoder, to);
      require(
          encoder.width(from) == decoder.hidden().get(to),
          "bridge copy needs layers of equal width, but layer %d of the decoder has %d and the"
              + " encoder's layer %d has %d%s; use learned, or other widths",
          to,
          decoder.hidden().get(to),
          from,
          encoder.width(from),
          encoder.bidirectional() ? " (both directions together)" : "");
    }
  }
}
