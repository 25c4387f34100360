package dev.refrain.bench.golden;

import static org.bytedeco.pytorch.global.torch.pack_padded_sequence;
import static org.bytedeco.pytorch.global.torch.pad_packed_sequence;

import java.util.Optional;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.PackedSequence;
import org.bytedeco.pytorch.RNNImpl;
import org.bytedeco.pytorch.RNNOptions;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.kReLU;
import org.bytedeco.pytorch.kTanh;

/// One face for `nn.RNN`, `nn.LSTM` and `nn.GRU` in double precision.
///
/// Ragged batches go through `pack_padded_sequence` and back through `pad_packed_sequence`, which
/// fills the padding of the output with zeros.
interface TorchRecurrence {

  /// The state at one moment, `h`[layers·directions,B,H] and for the LSTM `c`.
  ///
  /// @param cell `c`[layers·directions,B,H], of the LSTM alone
  record State(Tensor hidden, Optional<Tensor> cell) {}

  /// What a network gives back.
  ///
  /// @param output [T,B,directions·H]
  record Result(Tensor output, State last) {}

  StringTensorDict weights();

  Result run(Tensor input, State start);

  static TorchRecurrence of(RecurrentCase settings) {
    return switch (settings.kind()) {
      case RNN -> elman(settings);
      case LSTM -> lstm(settings);
      case GRU -> gru(settings);
    };
  }

  private static TorchRecurrence elman(RecurrentCase settings) {
    var options = new RNNOptions(RecurrentCase.INPUT, RecurrentCase.HIDDEN);
    options.num_layers().put(settings.layers());
    options.bidirectional().put(settings.bidirectional());
    switch (settings.nonlinearity()) {
      case "tanh" -> options.nonlinearity().put(new kTanh());
      case "relu" -> options.nonlinearity().put(new kReLU());
      default -> throw new IllegalArgumentException(settings.nonlinearity());
    }
    var module = new RNNImpl(options);
    module.to(ScalarType.Double, false);
    return new TorchRecurrence() {
      @Override
      public StringTensorDict weights() {
        return module.named_parameters();
      }

      @Override
      public Result run(Tensor input, State start) {
        if (settings.ragged()) {
          throw new IllegalArgumentException("no ragged case of nn.RNN is written");
        }
        return result(module.forward(input, start.hidden()));
      }
    };
  }

  private static TorchRecurrence gru(RecurrentCase settings) {
    var options = new GRUOptions(RecurrentCase.INPUT, RecurrentCase.HIDDEN);
    options.num_layers().put(settings.layers());
    options.bidirectional().put(settings.bidirectional());
    var module = new GRUImpl(options);
    module.to(ScalarType.Double, false);
    return new TorchRecurrence() {
      @Override
      public StringTensorDict weights() {
        return module.named_parameters();
      }

      @Override
      public Result run(Tensor input, State start) {
        if (!settings.ragged()) {
          return result(module.forward(input, start.hidden()));
        }
        var packed = module.forward_with_packed_input(pack(input, settings), start.hidden());
        return new Result(unpack(packed.get0()), new State(packed.get1(), Optional.empty()));
      }
    };
  }

  private static TorchRecurrence lstm(RecurrentCase settings) {
    var options = new LSTMOptions(RecurrentCase.INPUT, RecurrentCase.HIDDEN);
    options.num_layers().put(settings.layers());
    options.bidirectional().put(settings.bidirectional());
    var module = new LSTMImpl(options);
    module.to(ScalarType.Double, false);
    return new TorchRecurrence() {
      @Override
      public StringTensorDict weights() {
        return module.named_parameters();
      }

      @Override
      public Result run(Tensor input, State start) {
        var startPair = new T_TensorTensor_T(start.hidden(), start.cell().orElseThrow());
        if (settings.ragged()) {
          var packed = module.forward_with_packed_input(pack(input, settings), startPair);
          return new Result(unpack(packed.get0()), state(packed.get1()));
        }
        var result = module.forward(input, startPair);
        return new Result(result.get0(), state(result.get1()));
      }
    };
  }

  private static Result result(T_TensorTensor_T outputAndHidden) {
    return new Result(outputAndHidden.get0(), new State(outputAndHidden.get1(), Optional.empty()));
  }

  private static State state(T_TensorTensor_T hiddenAndCell) {
    return new State(hiddenAndCell.get0(), Optional.of(hiddenAndCell.get1()));
  }

  private static PackedSequence pack(Tensor input, RecurrentCase settings) {
    long[] lengths = settings.lengths().stream().mapToLong(Integer::longValue).toArray();
    boolean batchFirst = false;
    boolean descending = true;
    return pack_padded_sequence(input, Tensor.create(lengths), batchFirst, descending);
  }

  private static Tensor unpack(PackedSequence output) {
    boolean batchFirst = false;
    double padding = 0;
    return pad_packed_sequence(output, batchFirst, padding, new LongOptional()).get0();
  }
}
