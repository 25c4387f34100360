package dev.refrain.bench.peer;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// libtorch's own LSTM or GRU over whole sequences, on weights of Refrain's names.
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

  private final RecurrentConfig config;
  private final List<List<Tensor>> weights = new ArrayList<>();
  private final TensorVector all = new TensorVector();

  /// @param path where the weights of the stack are: `encoder.recurrent`
  TorchLayers(TorchWeights named, String path, RecurrentConfig config) {
    if ((config.cell() != CellKind.LSTM && config.cell() != CellKind.GRU)
        || config.hidden().stream().distinct().count() != 1) {
      throw new IllegalArgumentException(
          "expected LSTM or GRU layers of one width, found %s of %s"
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
    boolean biased = true;
    boolean training = true;
    boolean batchFirst = false;
    double dropout = 0;
    if (lstm()) {
      var result =
          torch.lstm(
              input,
              new TensorVector(from.hidden(), from.cell()),
              all,
              biased,
              layers(),
              dropout,
              training,
              config.bidirectional(),
              batchFirst);
      return new Output(result.get0(), new State(result.get1(), result.get2()));
    }
    var result =
        torch.gru(
            input,
            from.hidden(),
            all,
            biased,
            layers(),
            dropout,
            training,
            config.bidirectional(),
            batchFirst);
    return new Output(result.get0(), new State(result.get1(), null));
  }
}
