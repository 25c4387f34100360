package dev.refrain.task.translation;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Makes the decoder's first state from the encoder's last, layer by layer as [BridgePlan] says. Of
/// a part of the state that the encoder's cell does not have, a copy makes zeros and a learned
/// bridge something of the parts that it does have.
final class BridgeLayers {
  private final Bridge kind;
  private final Recurrent encoder;
  private final Recurrent decoder;
  private final List<Linear> learned =
      new ArrayList<>(); // one for each part of the decoder's state

  BridgeLayers(Bridge kind, Recurrent encoder, Recurrent decoder, Parameters.Scope scope) {
    this.kind = kind;
    this.encoder = encoder;
    this.decoder = decoder;
    if (kind == Bridge.LEARNED) {
      List<Shape> shapes = decoder.stateShapes(1);
      for (int part = 0; part < shapes.size(); part++) {
        int layer = part / parts(decoder);
        int in = 0;
        for (Shape from : encoder.stateShapes(1).subList(from(layer), from(layer) + perLayer())) {
          in += from.columns();
        }
        learned.add(
            Linear.create(
                scope.child("layer" + layer).child("part" + part % parts(decoder)),
                in,
                shapes.get(part).columns(),
                true,
                Initializers.glorotUniform()));
      }
    }
  }

  /// How many parts the state of one direction of a layer has.
  private static int parts(Recurrent recurrent) {
    RecurrentConfig config = recurrent.config();
    int directions = config.hidden().size() * (config.bidirectional() ? 2 : 1);
    return recurrent.stateShapes(1).size() / directions;
  }

  /// How many parts the state of one layer of the encoder has, both directions together.
  private int perLayer() {
    return encoder.stateShapes(1).size() / encoder.config().hidden().size();
  }

  /// Where the parts of the encoder's layer begin from which layer `to` of the decoder is made.
  private int from(int to) {
    return BridgePlan.from(encoder.config(), decoder.config(), to) * perLayer();
  }

  /// The decoder's first state.
  ///
  /// @param last the encoder's last, as [Recurrent.Output] has it
  List<Value> apply(Tape tape, List<Value> last) {
    List<Value> state = new ArrayList<>();
    int parts = parts(decoder);
    for (int layer = 0; layer < decoder.config().hidden().size(); layer++) {
      List<Value> from = last.subList(from(layer), from(layer) + perLayer());
      Value whole = kind == Bridge.LEARNED ? joined(from) : null;
      for (int part = 0; part < parts; part++) {
        state.add(
            switch (kind) {
              case COPY -> copy(tape, from, part, decoder.config().hidden().get(layer));
              case LEARNED -> {
                Value made = learned.get(layer * parts + part).apply(whole);
                yield part == 0 ? made.tanh() : made;
              }
            });
      }
    }
    return state;
  }

  private Value copy(Tape tape, List<Value> from, int part, int width) {
    int parts = parts(encoder);
    if (part >= parts) {
      int rows = from.getFirst().shape().extent(0);
      return tape.constant(tape.zeros(Shape.of(rows, width)));
    }
    return from.size() == parts
        ? from.get(part)
        : joined(List.of(from.get(part), from.get(parts + part)));
  }

  private static Value joined(List<Value> parts) {
    return parts.size() == 1 ? parts.getFirst() : Join.columns(parts);
  }
}
