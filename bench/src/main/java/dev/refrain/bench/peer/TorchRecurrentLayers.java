package dev.refrain.bench.peer;

import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// libtorch's own stack of LSTM or GRU layers, with a state that is carried from call to call.
sealed interface TorchRecurrentLayers {

  static TorchRecurrentLayers of(ModelShape shape, int batch) {
    return switch (shape.cell()) {
      case LSTM -> new Lstm(shape, batch);
      case GRU -> new Gru(shape, batch);
    };
  }

  Module module();

  /// Runs the layers over `input`[T,B,I] from the state the last call left behind, and keeps the
  /// new state, detached.
  ///
  /// @return output [T,B,H]
  Tensor carry(Tensor input);

  /// Runs the layers over `input`[T,B,I] from a zero state.
  ///
  /// @return output [T,B,H]
  Tensor start(Tensor input);

  /// Sets the carried state to zero.
  void forget();

  private static Tensor zeroState(ModelShape shape, int batch) {
    return torch.zeros(shape.layers(), batch, shape.hidden());
  }

  final class Lstm implements TorchRecurrentLayers {
    private final LSTMImpl layers;
    private final Tensor hidden;
    private final Tensor cell;

    private Lstm(ModelShape shape, int batch) {
      var options = new LSTMOptions(shape.inputWidth(), shape.hidden());
      options.num_layers().put(shape.layers());
      options.dropout().put(shape.dropout());
      layers = new LSTMImpl(options);
      hidden = zeroState(shape, batch);
      cell = zeroState(shape, batch);
    }

    @Override
    public Module module() {
      return layers;
    }

    @Override
    public Tensor start(Tensor input) {
      return layers.forward(input).get0();
    }

    @Override
    public Tensor carry(Tensor input) {
      // The products of the backward pass refer to the state, which is overwritten below.
      var result = layers.forward(input, new T_TensorTensor_T(hidden.clone(), cell.clone()));
      try (var _ = new NoGradGuard()) {
        hidden.copy_(result.get1().get0());
        cell.copy_(result.get1().get1());
      }
      return result.get0();
    }

    @Override
    public void forget() {
      hidden.zero_();
      cell.zero_();
    }
  }

  final class Gru implements TorchRecurrentLayers {
    private final GRUImpl layers;
    private final Tensor hidden;

    private Gru(ModelShape shape, int batch) {
      var options = new GRUOptions(shape.inputWidth(), shape.hidden());
      options.num_layers().put(shape.layers());
      options.dropout().put(shape.dropout());
      layers = new GRUImpl(options);
      hidden = zeroState(shape, batch);
    }

    @Override
    public Module module() {
      return layers;
    }

    @Override
    public Tensor start(Tensor input) {
      return layers.forward(input).get0();
    }

    @Override
    public Tensor carry(Tensor input) {
      var result = layers.forward(input, hidden.clone());
      try (var _ = new NoGradGuard()) {
        hidden.copy_(result.get1());
      }
      return result.get0();
    }

    @Override
    public void forget() {
      hidden.zero_();
    }
  }
}
