package dev.refrain.bench.peer;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// libtorch's own Elman, LSTM or GRU layers over whole sequences, on weights of Refrain's names.
final class TorchLayers {

  /// Where layers stand between two steps.
  ///
  /// @param hidden `[L·D,B,H]`, layer by layer, forward before backward
  /// @param cell the same of an LSTM's cells; null for a GRU
  record State(Tensor hidden, Tensor cell) {}

  /// What layers put out.
  ///
  /// @param sequence `[T,B,D·H]`
  /// @param last the state after the last step
  record Output(Tensor sequence, State last) {}

  private static final Set<CellKind> KNOWN = Set.of(CellKind.ELMAN, CellKind.LSTM, CellKind.GRU);
  private static final boolean BIASED = true;
  private static final boolean TRAINING = true;
  private static final boolean BATCH_FIRST = false;
  private static final double DROPOUT = 0;

  private final RecurrentConfig config;
  private final List<List<Tensor>> weights = new ArrayList<>();
  private final TensorVector all = new TensorVector();

  /// @param path where the weights of the stack are: `encoder.recurrent`
  TorchLayers(TorchWeights named, String path, RecurrentConfig config) {
    if (!KNOWN.contains(config.cell()) || config.hidden().stream().distinct().count() != 1) {
      throw new IllegalArgumentException(
          "expected Elman, LSTM or GRU layers of one width, found %s of %s"
              .formatted(config.cell(), config.hidden()));
    }
    this.config = config;
    for (int layer = 0; layer < config.hidden().size(); layer++) {
      add(named, "%s.layer%d.forward.".formatted(path, layer));
      if (config.bidirectional()) {
        add(named, "%s.layer%d.backward.".formatted(path, layer));
      }
    }
  }

  private void add(TorchWeights named, String path) {
    List<Tensor> direction =
        List.of(
            named.get(path + "input_weight"),
            named.get(path + "recurrent_weight"),
            named.get(path + "bias"),
            named.get(path + "recurrent_bias"));
    weights.add(direction);
    direction.forEach(all::push_back);
  }

  boolean lstm() {
    return config.cell() == CellKind.LSTM;
  }

  /// L.
  int layers() {
    return config.hidden().size();
  }

  /// D, 1 or 2.
  int directions() {
    return config.bidirectional() ? 2 : 1;
  }

  /// H.
  int hidden() {
    return config.hidden().getFirst();
  }

  /// Input weight `[G·H,I]`, recurrent weight `[G·H,H]` and their biases `[G·H]` of one direction of
  /// one layer, counted as [State#hidden] counts them.
  List<Tensor> weights(int index) {
    return weights.get(index);
  }

  /// Zeros.
  State zeros(long rows) {
    long[] shape = {(long) layers() * directions(), rows, hidden()};
    return new State(torch.zeros(shape), lstm() ? torch.zeros(shape) : null);
  }

  /// Runs over `input`[T,B,I].
  Output apply(Tensor input, State from) {
    return run(input, from, all, layers(), config.bidirectional());
  }

  /// Runs one direction of one layer by itself over `input`[T,B,I], forwards from zeros.
  ///
  /// @param index counted as [State#hidden] counts
  /// @return `[T,B,H]`
  Tensor applyOne(int index, Tensor input) {
    Tensor zeros = torch.zeros(1, input.size(1), hidden());
    var own = new TensorVector(weights(index).toArray(Tensor[]::new));
    return run(input, new State(zeros, zeros), own, 1, false).sequence();
  }

  private Output run(Tensor input, State from, TensorVector own, int layers, boolean both) {
    if (lstm()) {
      var state = new TensorVector(from.hidden(), from.cell());
      var result =
          torch.lstm(input, state, own, BIASED, layers, DROPOUT, TRAINING, both, BATCH_FIRST);
      return new Output(result.get0(), new State(result.get1(), result.get2()));
    }
    Tensor start = from.hidden();
    var result =
        config.cell() == CellKind.GRU
            ? torch.gru(input, start, own, BIASED, layers, DROPOUT, TRAINING, both, BATCH_FIRST)
            : torch.rnn_tanh(
                input, start, own, BIASED, layers, DROPOUT, TRAINING, both, BATCH_FIRST);
    return new Output(result.get0(), new State(result.get1(), null));
  }

  /// Runs an LSTM or GRU over sequences of falling length without their padding.
  ///
  /// @param data the steps of all sequences, `[ΣB,I]`
  /// @param batches how many sequences there are at each step, `[T]`
  /// @return the output, packed as the input is
  Tensor applyPacked(Tensor data, Tensor batches, State from) {
    boolean both = config.bidirectional();
    if (lstm()) {
      var state = new TensorVector(from.hidden(), from.cell());
      return torch
          .lstm(data, batches, state, all, BIASED, layers(), DROPOUT, TRAINING, both)
          .get0();
    }
    return torch
        .gru(data, batches, from.hidden(), all, BIASED, layers(), DROPOUT, TRAINING, both)
        .get0();
  }
}
