package dev.refrain.task.translation;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Makes the decoder's first state from the encoder's last, layer by layer as [BridgePlan] says. Of
/// a part of the state that the encoder's cell does not have, a copy makes zeros (for each direction
/// by itself, whose cells may differ) and a learned bridge something of the parts that it does have.
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
        int layer = part / parts();
        int in = 0;
        for (Shape from : encoder.stateShapes(1).subList(from(layer), from(layer) + perLayer())) {
          in += from.columns();
        }
        learned.add(
            Linear.create(
                scope.child("layer" + layer).child("part" + part % parts()),
                in,
                shapes.get(part).columns(),
                true,
                Initializers.glorotUniform()));
      }
    }
  }

  /// How many parts the state of a cell has.
  private static int parts(CellKind cell) {
    return cell.definition().fused().states().size();
  }

  /// How many parts the state of one layer of the decoder has, which has one direction.
  private int parts() {
    return parts(decoder.config().cell());
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
  List<Value> apply(List<Value> last) {
    List<Value> state = new ArrayList<>();
    int parts = parts();
    for (int layer = 0; layer < decoder.config().hidden().size(); layer++) {
      List<Value> from = last.subList(from(layer), from(layer) + perLayer());
      Value whole = kind == Bridge.LEARNED ? joined(from) : null;
      for (int part = 0; part < parts; part++) {
        state.add(
            switch (kind) {
              case COPY -> copy(from, part);
              case LEARNED -> {
                Value made = learned.get(layer * parts + part).apply(whole);
                yield part == 0 ? made.tanh() : made;
              }
            });
      }
    }
    return state;
  }

  /// A part of both directions' states, side by side.
  private Value copy(List<Value> from, int part) {
    int forward = parts(encoder.config().cell());
    Value ahead = part(from.subList(0, forward), part);
    return from.size() == forward
        ? ahead
        : Join.columns(List.of(ahead, part(from.subList(forward, from.size()), part)));
  }

  private static Value part(List<Value> state, int part) {
    Value output = state.getFirst();
    return part < state.size()
        ? state.get(part)
        : output.tape().constant(output.tape().zeros(output.shape()));
  }

  private static Value joined(List<Value> parts) {
    return parts.size() == 1 ? parts.getFirst() : Join.columns(parts);
  }
}
