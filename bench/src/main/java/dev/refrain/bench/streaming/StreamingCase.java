package dev.refrain.bench.streaming;

import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.List;

/// LSTM layers with random weights, all different, biases too.
///
/// @param input I
/// @param hidden the layers' widths
public record StreamingCase(int input, List<Integer> hidden) implements SpeedCase {
  private static final long SEED = 20_261_128;

  /// The sizes that are compared.
  public static final List<StreamingCase> ALL =
      List.of(new StreamingCase(128, List.of(256)), new StreamingCase(512, List.of(512, 512)));

  /// The layers and their weights.
  record Model(Recurrent stack, Parameters parameters) {
    /// One weight of a layer.
    Tensor weight(int layer, String name) {
      return parameters.byName().get("layer" + layer + ".forward." + name);
    }
  }

  Model model() {
    var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(SEED));
    var config = RecurrentConfig.of(CellKind.LSTM, hidden);
    Recurrent stack = Recurrent.create(config, parameters.root(), input);
    Rng rng = Rng.seeded(SEED).split("bias");
    parameters
        .byName()
        .forEach(
            (name, tensor) -> {
              if (name.endsWith("bias")) {
                for (int i = 0; i < tensor.shape().size(); i++) {
                  tensor.set(i, 0.5 * rng.nextGaussian());
                }
              }
            });
    return new Model(stack, parameters);
  }

  /// Inputs of so many steps, `[steps][I]`.
  float[][] inputs(int steps) {
    Rng rng = Rng.seeded(SEED).split("input");
    float[][] inputs = new float[steps][input];
    for (float[] x : inputs) {
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) rng.nextGaussian();
      }
    }
    return inputs;
  }

  int outputSize() {
    return hidden.getLast();
  }

  @Override
  public String id() {
    return "streaming-%dx%d".formatted(hidden.size(), outputSize());
  }

  @Override
  public String title() {
    return toString();
  }

  @Override
  public String unit() {
    return "steps";
  }

  @Override
  public long workPerStep() {
    return 1;
  }

  @Override
  public List<String> peers() {
    return List.of(ONNX, LIBTORCH);
  }

  @Override
  public Contender enter(String contender, int threads) {
    Model model = model();
    StepReader reader =
        switch (contender) {
          case REFRAIN -> new RefrainSteps(model);
          case ONNX -> new OnnxSteps(this, model, threads);
          default -> new TorchSteps(this, model, threads);
        };
    return new StreamingContender(this, reader);
  }

  @Override
  public String toString() {
    return hidden.size() == 1
        ? "LSTM " + input + " → " + outputSize()
        : "LSTM %d × %d".formatted(hidden.size(), outputSize());
  }
}
