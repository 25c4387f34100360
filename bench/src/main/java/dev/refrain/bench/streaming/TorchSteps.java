package dev.refrain.bench.streaming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// libtorch's `lstm_cell`, without recording gradients.
final class TorchSteps implements StepReader {
  private final int threads;
  private final List<Layer> layers = new ArrayList<>();
  private final Tensor x;
  private final FloatPointer input;

  private record Layer(
      Tensor inputWeight, Tensor recurrentWeight, TensorOptional bias, TensorVector state) {}

  TorchSteps(StreamingCase shape, StreamingCase.Model model, int threads) {
    this.threads = threads;
    torch.set_num_threads(threads);
    x = torch.zeros(1, shape.input());
    input = new FloatPointer(x.data_ptr());
    for (int layer = 0; layer < shape.hidden().size(); layer++) {
      int hidden = shape.hidden().get(layer);
      layers.add(
          new Layer(
              copy(model.weight(layer, "input_weight")),
              copy(model.weight(layer, "recurrent_weight")),
              new TensorOptional(copy(model.weight(layer, "bias"))),
              new TensorVector(torch.zeros(1, hidden), torch.zeros(1, hidden))));
    }
  }

  private static Tensor copy(dev.refrain.tensor.Tensor weight) {
    long[] shape = Arrays.stream(weight.shape().toArray()).asLongStream().toArray();
    return Tensor.create(weight.toArray(), shape);
  }

  @Override
  public String title() {
    return "libtorch's cell, " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public void step(float[] features, float[] h) {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      input.put(features, 0, features.length);
      Tensor below = x;
      for (Layer layer : layers) {
        var next =
            torch.lstm_cell(
                below,
                layer.state(),
                layer.inputWeight(),
                layer.recurrentWeight(),
                layer.bias(),
                new TensorOptional());
        layer.state().get(0).set_data(next.get0());
        layer.state().get(1).set_data(next.get1());
        below = next.get0();
      }
      new FloatPointer(below.data_ptr()).get(h, 0, h.length);
    }
  }

  @Override
  public void close() {}
}
