package dev.refrain.bench.peer;

import dev.refrain.task.translation.Bridge;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Makes a decoder's first state from the last of an encoder of as many layers of the same cell, as
/// Refrain's [Bridge] does.
final class TorchBridge {
  private final TorchWeights weights;
  private final Bridge kind;
  private final TorchLayers encoder;

  TorchBridge(TorchWeights weights, Bridge kind, TorchLayers encoder) {
    this.weights = weights;
    this.kind = kind;
    this.encoder = encoder;
  }

  TorchLayers.State apply(TorchLayers.State last) {
    if (kind == Bridge.COPY && encoder.directions() == 1) {
      return last;
    }
    Tensor[] hidden = last.hidden().unbind(0).get();
    Tensor[] cell = last.cell() == null ? null : last.cell().unbind(0).get();
    var hiddenBegin = new TensorVector();
    var cellBegin = new TensorVector();
    for (int layer = 0; layer < encoder.layers(); layer++) {
      if (kind == Bridge.COPY) {
        hiddenBegin.push_back(joined(layer, hidden));
        if (cell != null) {
          cellBegin.push_back(joined(layer, cell));
        }
        continue;
      }
      Tensor whole = cell == null ? joined(layer, hidden) : joined(layer, hidden, cell);
      hiddenBegin.push_back(weights.linear(path(layer, 0), whole).tanh_());
      if (cell != null) {
        cellBegin.push_back(weights.linear(path(layer, 1), whole));
      }
    }
    return new TorchLayers.State(
        torch.stack(hiddenBegin), cell == null ? null : torch.stack(cellBegin));
  }

  /// The states of all directions of a layer side by side, direction by direction.
  private Tensor joined(int layer, Tensor[]... parts) {
    List<Tensor> states = new ArrayList<>();
    for (int direction = 0; direction < encoder.directions(); direction++) {
      for (Tensor[] part : parts) {
        states.add(part[layer * encoder.directions() + direction]);
      }
    }
    return states.size() == 1
        ? states.getFirst()
        : torch.cat(new TensorVector(states.toArray(Tensor[]::new)), 1);
  }

  private static String path(int layer, int part) {
    return "bridge.layer%d.part%d".formatted(layer, part);
  }
}
