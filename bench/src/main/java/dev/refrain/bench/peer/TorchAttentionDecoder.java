package dev.refrain.bench.peer;

import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A decoder with additive attention (Bahdanau, Cho & Bengio 2014) over targets that are known, as
/// Refrain's: with y the embedding of the token before and s the output of the recurrent layers,
///
/// ```
/// c = look(s')     s = cell([y; c], s')     r = tanh(W·[s; c; y] + b)
/// ```
///
/// y's part of the gates and the readout are one product each for all steps, and the top layer's
/// recurrent product makes the attention's query too. The cell is composed of few operations whose
/// gradients are few as well: with `at::gru_cell` or `at::lstm_cell` on `[y; c]`, or a one-step
/// `at::lstm` (oneDNN), a whole training step took 1.05 to 1.1 times as long.
final class TorchAttentionDecoder {
  private static final int COLUMNS = 1;

  private final TorchWeights weights;
  private final TorchLayers layers;
  private final int gates;

  TorchAttentionDecoder(TorchWeights weights, RecurrentConfig config) {
    this.weights = weights;
    layers = new TorchLayers(weights, "decoder.recurrent", config);
    gates = (layers.lstm() ? 4 : 3) * layers.hidden();
  }

  /// What a decoder looks at.
  ///
  /// @param values `[B,S,M]`
  /// @param keys `[B,S,A]`
  private record Memory(Tensor values, Tensor keys) {}

  /// Reads targets.
  ///
  /// @param sequence what the encoder put out, `[S,B,M]`
  /// @param embedded the tokens before, `[T,B,E]`
  /// @return the readouts, `[T·B,E]`
  Tensor read(Tensor sequence, TorchLayers.State begin, Tensor embedded) {
    Tensor values = sequence.transpose(0, 1).contiguous();
    var memory = new Memory(values, weights.linear("decoder.attention.key", values));
    long width = embedded.size(2);
    List<Tensor> lowest = layers.weights(0);
    Tensor[] inputWeight = split(lowest.get(0), width, values.size(2));
    Tensor[] inputs =
        torch.linear(embedded, inputWeight[0], new TensorOptional(lowest.get(2))).unbind(0).get();
    Tensor contextWeight = inputWeight[1].t();

    Tensor query = weights.get("decoder.attention.query.weight");
    List<Tensor> highest = layers.weights(layers.layers() - 1);
    Tensor topWeight = torch.cat(new TensorVector(highest.get(1), query), 0).t();
    Tensor topBias = torch.cat(new TensorVector(highest.get(3), torch.zeros(query.size(0))), 0);

    Tensor[] hidden = begin.hidden().unbind(0).get();
    Tensor[] cell = begin.cell() == null ? null : begin.cell().unbind(0).get();
    int top = layers.layers() - 1;
    var outputs = new TensorVector();
    var contexts = new TensorVector();
    for (Tensor input : inputs) {
      Tensor[] both = split(torch.addmm(topBias, hidden[top], topWeight), gates, query.size(0));
      Tensor context = look(memory, both[1]);
      Tensor in = torch.addmm(input, context, contextWeight);
      for (int layer = 0; layer <= top; layer++) {
        List<Tensor> own = layers.weights(layer);
        Tensor recurrent =
            layer == top ? both[0] : torch.addmm(own.get(3), hidden[layer], own.get(1).t());
        if (layer > 0) {
          in = torch.addmm(own.get(2), hidden[layer - 1], own.get(0).t());
        }
        if (cell == null) {
          hidden[layer] = gru(in, recurrent, hidden[layer]);
        } else {
          lstm(in, recurrent, hidden, cell, layer);
        }
      }
      outputs.push_back(hidden[top]);
      contexts.push_back(context);
    }
    Tensor read =
        torch.cat(
            new TensorVector(
                torch.cat(outputs, 0), torch.cat(contexts, 0), embedded.reshape(-1, width)),
            COLUMNS);
    return weights.linear("decoder.readout", read).tanh_();
  }

  /// @param query `[B,A]`
  /// @return the context `[B,M]`
  private Tensor look(Memory memory, Tensor query) {
    Tensor compared = memory.keys().add(query.unsqueeze(1)).tanh_();
    Tensor scores = torch.matmul(compared, weights.get("decoder.attention.score"));
    Tensor looks = torch.softmax(scores, COLUMNS);
    return torch.bmm(looks.unsqueeze(1), memory.values()).squeeze(1);
  }

  /// One step of a GRU: `h = n + z⊙(h' − n)`.
  ///
  /// @param in what the input gives the gates, `[B,3H]`
  /// @param recurrent what the state gives them
  private Tensor gru(Tensor in, Tensor recurrent, Tensor before) {
    long width = layers.hidden();
    Tensor[] fromInput = split(in, 2 * width, width);
    Tensor[] fromState = split(recurrent, 2 * width, width);
    Tensor[] resetAndUpdate = split(fromInput[0].add(fromState[0]).sigmoid_(), width, width);
    Tensor fresh = torch.addcmul(fromInput[1], resetAndUpdate[0], fromState[1]).tanh_();
    return torch.lerp(fresh, before, resetAndUpdate[1]);
  }

  /// One step of an LSTM, written to `hidden` and `cell`.
  ///
  /// @param in what the input gives the gates, `[B,4H]`
  /// @param recurrent what the state gives them
  private void lstm(Tensor in, Tensor recurrent, Tensor[] hidden, Tensor[] cell, int layer) {
    long width = layers.hidden();
    Tensor[] parts = split(in.add_(recurrent), 2 * width, width, width);
    Tensor[] inputAndForget = split(parts[0].sigmoid(), width, width);
    Tensor kept = inputAndForget[1].mul(cell[layer]);
    cell[layer] = torch.addcmul(kept, inputAndForget[0], parts[1].tanh());
    hidden[layer] = parts[2].sigmoid().mul(cell[layer].tanh());
  }

  private static Tensor[] split(Tensor tensor, long... widths) {
    return torch.split_with_sizes(tensor, widths, COLUMNS).get();
  }
}
