package dev.refrain.bench.peer;

import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A decoder with additive attention (Bahdanau, Cho & Bengio 2014), as Refrain's: with y the
/// embedding of the token before and s the output of the recurrent layers,
///
/// ```
/// c = look(s')     s = cell([y; c], s')     r = tanh(W·[s; c; y] + b)
/// ```
///
/// Where the target is known, y's part of the gates and the readout are one product each for all
/// steps. The top layer's recurrent product makes the attention's query too. The cell is composed
/// of few operations whose gradients are few as well: with `at::gru_cell` or `at::lstm_cell` on
/// `[y; c]`, or a one-step `at::lstm` (oneDNN), a training step took 1.05 to 1.1 times as long.
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
  record Memory(Tensor values, Tensor keys) {}

  /// Weights as steps use them.
  ///
  /// @param embedding what the lowest layer makes of an embedding, `[G·H,E]`
  /// @param bias with it
  /// @param context what it makes of a context, `[M,G·H]`
  /// @param top the recurrent part of the highest layer and the attention's query, `[H,G·H+A]`
  /// @param topBias with it
  record StepWeights(Tensor embedding, Tensor bias, Tensor context, Tensor top, Tensor topBias) {}

  /// Where the layers stand between two steps, layer by layer; [#step] moves on.
  ///
  /// @param hidden `[B,H]` each
  /// @param cell the same of an LSTM's cells; null for a GRU
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Position(Tensor[] hidden, Tensor[] cell) {

    static Position of(TorchLayers.State state) {
      return new Position(
          state.hidden().unbind(0).get(),
          state.cell() == null ? null : state.cell().unbind(0).get());
    }

    /// Puts each row on where another stands.
    void goOnFrom(Tensor rows) {
      select(hidden, rows);
      if (cell != null) {
        select(cell, rows);
      }
    }

    private static void select(Tensor[] layers, Tensor rows) {
      Arrays.setAll(layers, layer -> layers[layer].index_select(0, rows));
    }

    /// Holds it in memory as long as the scope lasts.
    void keepIn(PointerScope scope) {
      Stream.of(hidden, cell == null ? new Tensor[0] : cell)
          .flatMap(Arrays::stream)
          .forEach(scope::attach);
    }

    /// What the layers put out last, `[B,H]`.
    Tensor output() {
      return hidden[hidden.length - 1];
    }
  }

  /// What is looked at while a target is written.
  ///
  /// @param sequence what the encoder put out, `[S,B,M]`
  Memory remember(Tensor sequence) {
    Tensor values = sequence.transpose(0, 1).contiguous();
    return new Memory(values, weights.linear("decoder.attention.key", values));
  }

  /// The weights as they are now.
  StepWeights stepWeights() {
    List<Tensor> lowest = layers.weights(0);
    long width = weights.get("decoder.embedding.weight").size(1);
    Tensor[] inputWeight = split(lowest.get(0), width, lowest.get(0).size(1) - width);
    List<Tensor> highest = layers.weights(layers.layers() - 1);
    Tensor query = weights.get("decoder.attention.query.weight");
    return new StepWeights(
        inputWeight[0]
            .alias(), // a tensor of its own: the parts live as long as the vector that split made
        lowest.get(2),
        inputWeight[1].t(),
        torch.cat(new TensorVector(highest.get(1), query), 0).t(),
        torch.cat(new TensorVector(highest.get(3), torch.zeros(query.size(0))), 0));
  }

  /// Reads targets.
  ///
  /// @param sequence what the encoder put out, `[S,B,M]`
  /// @param embedded the tokens before, `[T,B,E]`
  /// @return the readouts, `[T·B,E]`
  Tensor read(Tensor sequence, TorchLayers.State begin, Tensor embedded) {
    Memory memory = remember(sequence);
    StepWeights now = stepWeights();
    Position position = Position.of(begin);
    var outputs = new TensorVector();
    var contexts = new TensorVector();
    for (Tensor input : input(now, embedded).unbind(0).get()) {
      contexts.push_back(step(now, memory, position, input));
      outputs.push_back(position.output());
    }
    return readout(
        torch.cat(outputs, 0), torch.cat(contexts, 0), embedded.reshape(-1, embedded.size(2)));
  }

  /// What tokens give the lowest layer's gates.
  ///
  /// @param embedded `[..,E]`
  Tensor input(StepWeights now, Tensor embedded) {
    return torch.linear(embedded, now.embedding(), new TensorOptional(now.bias()));
  }

  /// One step.
  ///
  /// @param memory of as many sentences as there are rows, or a sentence for some rows side by side
  /// @param position where each row stands, and then where it has come to
  /// @param in what [#input] makes of the tokens before, `[B,G·H]`
  /// @return the contexts, `[B,M]`
  Tensor step(StepWeights now, Memory memory, Position position, Tensor in) {
    Tensor[] hidden = position.hidden();
    int top = layers.layers() - 1;
    Tensor[] both = split(torch.addmm(now.topBias(), hidden[top], now.top()), gates, querySize());
    Tensor context = look(memory, both[1]);
    Tensor below = torch.addmm(in, context, now.context());
    for (int layer = 0; layer <= top; layer++) {
      List<Tensor> own = layers.weights(layer);
      Tensor recurrent =
          layer == top ? both[0] : torch.addmm(own.get(3), hidden[layer], own.get(1).t());
      if (layer > 0) {
        below = torch.addmm(own.get(2), hidden[layer - 1], own.get(0).t());
      }
      if (position.cell() == null) {
        hidden[layer] = gru(below, recurrent, hidden[layer]);
      } else {
        lstm(below, recurrent, hidden, position.cell(), layer);
      }
    }
    return context;
  }

  private long querySize() {
    return weights.get("decoder.attention.query.weight").size(0);
  }

  /// What the logits are made of, `[B,E]`.
  Tensor readout(Tensor outputs, Tensor contexts, Tensor embedded) {
    Tensor read = torch.cat(new TensorVector(outputs, contexts, embedded), COLUMNS);
    return weights.linear("decoder.readout", read).tanh_();
  }

  /// @param query `[B·W,A]`, W rows for each sentence
  /// @return the context `[B·W,M]`
  private Tensor look(Memory memory, Tensor query) {
    long sentences = memory.keys().size(0);
    Tensor queries = query.reshape(sentences, -1, 1, query.size(1));
    Tensor compared = memory.keys().unsqueeze(1).add(queries).tanh_();
    Tensor scores = torch.matmul(compared, weights.get("decoder.attention.score"));
    return torch.bmm(torch.softmax(scores, 2), memory.values()).flatten(0, 1);
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
