package dev.refrain.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Optimizers against PyTorch's (the numbers come from `bench`, `OptimizerGolden`), against a plain
/// loop in double, and their promises about blocks, missing gradients and bad settings.
final class OptimizerTest {
  private static final double RATE_OF_HAND = 0.1;

  private static JsonNode golden() throws IOException {
    try (InputStream json = OptimizerTest.class.getResourceAsStream("golden/optimizers.json")) {
      return new ObjectMapper().readTree(json);
    }
  }

  static Stream<String> goldenCases() throws IOException {
    List<String> names = new ArrayList<>();
    golden().get("cases").forEach(c -> names.add(c.get("optimizer").textValue()));
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("goldenCases")
  void equalsPyTorchInDouble(String name) throws IOException {
    compareWithGolden(name, ReferenceKernels.float64(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("goldenCases")
  void equalsPyTorchInSingle(String name) throws IOException {
    compareWithGolden(name, Devices.best(), 2e-6);
  }

  private static void compareWithGolden(String name, Kernels kernels, double tolerance)
      throws IOException {
    JsonNode golden = golden();
    JsonNode wanted = null;
    for (JsonNode each : golden.get("cases")) {
      if (each.get("optimizer").textValue().equals(name)) {
        wanted = each;
      }
    }
    var parameters = new Parameters(kernels.precision(), Rng.seeded(0));
    fill(golden.get("start"), kernels.precision())
        .forEach(
            (key, value) ->
                parameters
                    .root()
                    .parameter(key, value.shape(), (tensor, rng) -> tensor.copyFrom(value)));
    OptimizerConfig config = config(name, wanted.get("settings"));
    Optimizer optimizer = Optimizer.create(config, Clipping.NONE, parameters, kernels);
    for (int step = 0; step < wanted.get("after").size(); step++) {
      Map<String, Tensor> gradients = fill(golden.get("gradients").get(step), kernels.precision());
      optimizer.update(gradientsOf(parameters, gradients)::get, 1, config.rate());
      for (var after : wanted.get("after").get(step).properties()) {
        double[] found = parameters.byName().get(after.getKey()).toDoubles();
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i])
              .as("%s, step %d, %s[%d]", name, step, after.getKey(), i)
              .isCloseTo(after.getValue().get("values").get(i).doubleValue(), within(tolerance));
        }
      }
    }
  }

  private static OptimizerConfig config(String name, JsonNode settings) {
    OptimizerConfig config = OptimizerConfig.of(OptimizerKind.named(name.split("-")[0]));
    for (var setting : settings.properties()) {
      double value = setting.getValue().doubleValue();
      config =
          switch (setting.getKey()) {
            case "lr" -> config.withRate(value);
            case "momentum" -> config.withMomentum(value);
            case "weight_decay" -> config.withWeightDecay(value);
            case "eps" -> config.withEpsilon(value);
            case "alpha", "rho" -> config.withSmoothing(value);
            case "beta1" -> config.withBetas(value, config.beta2());
            case "beta2" -> config.withBetas(config.beta1(), value);
            default -> throw new AssertionError("setting " + setting);
          };
    }
    return config;
  }

  private static Map<String, Tensor> fill(JsonNode tensors, Precision precision) {
    Map<String, Tensor> filled = new LinkedHashMap<>();
    for (var entry : tensors.properties()) {
      JsonNode extents = entry.getValue().get("shape");
      int[] shape = new int[extents.size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = extents.get(i).intValue();
      }
      Tensor tensor = Tensor.zeros(precision, Shape.of(shape));
      for (int i = 0; i < tensor.shape().size(); i++) {
        tensor.set(i, entry.getValue().get("values").get(i).doubleValue());
      }
      filled.put(entry.getKey(), tensor);
    }
    return filled;
  }

  private static Map<Tensor, Tensor> gradientsOf(
      Parameters parameters, Map<String, Tensor> byName) {
    Map<Tensor, Tensor> gradients = new IdentityHashMap<>();
    byName.forEach((name, gradient) -> gradients.put(parameters.byName().get(name), gradient));
    return gradients;
  }

  /// More than one block, a scaled gradient: each kind's first two steps by hand.
  @ParameterizedTest
  @EnumSource
  void equalsTheEquationsByHandOverSeveralBlocks(OptimizerKind kind) {
    long seed = 5;
    Kernels kernels = ReferenceKernels.float64();
    int size = 150_001;
    var parameters = new Parameters(Precision.FLOAT64, Rng.seeded(seed));
    Tensor w = parameters.root().parameter("w", Shape.of(size), OptimizerTest::fillNormal);
    OptimizerConfig config = OptimizerConfig.of(kind).withRate(RATE_OF_HAND).withWeightDecay(0.02);
    Optimizer optimizer = Optimizer.create(config, Clipping.NONE, parameters, kernels);
    assertThat(optimizer.blocks()).hasSize(3);
    Tensor g = Tensor.zeros(Precision.FLOAT64, Shape.of(size));
    fillNormal(g, Rng.seeded(seed + 1));
    double[] expected = w.toDoubles();
    double[] gradient = g.toDoubles();
    double[] first = new double[size];
    double[] second = new double[size];
    for (int t = 1; t <= 2; t++) {
      optimizer.update(p -> g, 0.5, RATE_OF_HAND);
      for (int i = 0; i < size; i++) {
        byHand(kind, t, expected, first, second, i, 0.5 * gradient[i]);
      }
    }
    for (int i = 0; i < size; i++) {
      assertThat(w.get(i))
          .as("seed %d, %s[%d]", seed, kind, i)
          .isCloseTo(expected[i], within(1e-9));
    }
  }

  private static void fillNormal(Tensor tensor, Rng rng) {
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.set(i, rng.nextGaussian());
    }
  }

  private static void byHand(
      OptimizerKind kind, int t, double[] w, double[] first, double[] second, int i, double g) {
    double decay = 0.02;
    if (kind == OptimizerKind.ADAMW) {
      w[i] -= RATE_OF_HAND * decay * w[i];
    } else {
      g += decay * w[i];
    }
    double d =
        switch (kind) {
          case SGD -> g;
          case MOMENTUM -> {
            first[i] = 0.9 * first[i] + g;
            yield first[i];
          }
          case NESTEROV -> {
            first[i] = 0.9 * first[i] + g;
            yield g + 0.9 * first[i];
          }
          case ADAGRAD -> {
            first[i] += g * g;
            yield g / (Math.sqrt(first[i]) + 1e-10);
          }
          case RMSPROP -> {
            first[i] = 0.99 * first[i] + 0.01 * g * g;
            yield g / (Math.sqrt(first[i]) + 1e-8);
          }
          case ADADELTA -> {
            first[i] = 0.9 * first[i] + 0.1 * g * g;
            double moved = g * Math.sqrt(second[i] + 1e-6) / Math.sqrt(first[i] + 1e-6);
            second[i] = 0.9 * second[i] + 0.1 * moved * moved;
            yield moved;
          }
          case ADAM, ADAMW -> {
            first[i] = 0.9 * first[i] + 0.1 * g;
            second[i] = 0.999 * second[i] + 0.001 * g * g;
            double m = first[i] / (1 - Math.pow(0.9, t));
            double v = second[i] / (1 - Math.pow(0.999, t));
            yield m / (Math.sqrt(v) + 1e-8);
          }
        };
    w[i] -= RATE_OF_HAND * d;
  }

  /// Penalties are the same as gradients that hold them already; biases have none.
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void penalizesWeights(OptimizerKind kind) {
    OptimizerConfig config = OptimizerConfig.of(kind);
    Kernels kernels = ReferenceKernels.float64();
    var penalized = new Parameters(Precision.FLOAT64, Rng.seeded(3));
    var plain = new Parameters(Precision.FLOAT64, Rng.seeded(3));
    for (Parameters parameters : List.of(penalized, plain)) {
      parameters.root().parameter("weight", Shape.of(2, 3), OptimizerTest::fillNormal).set(4, 0);
      parameters.root().parameter("bias", Shape.of(3), OptimizerTest::fillNormal);
    }
    Optimizer with =
        Optimizer.create(config.withPenalties(0.03, 0.2), Clipping.NONE, penalized, kernels);
    Optimizer without = Optimizer.create(config, Clipping.NONE, plain, kernels);
    assertThat(with.isPlainDescent()).isFalse();
    Tensor weight = plain.byName().get("weight");
    for (int step = 0; step < 3; step++) {
      Tensor gradient = Tensor.of(new double[] {0.5, -1, 2, -0.25, 0, 1.5}, 2, 3);
      Tensor forBias = Tensor.of(new double[] {1, -2, 0.75}, 3);
      with.update(p -> p.shape().rank() == 2 ? gradient : forBias, 0.5, RATE_OF_HAND);
      Tensor whole = gradient.copy();
      for (int i = 0; i < 6; i++) {
        double w = weight.get(i);
        whole.set(i, 0.5 * gradient.get(i) + 0.03 * Math.signum(w) + 0.2 * w);
      }
      Tensor halved = Tensor.of(new double[] {0.5, -1, 0.375}, 3);
      without.update(p -> p.shape().rank() == 2 ? whole : halved, 1, RATE_OF_HAND);
      for (String name : plain.byName().keySet()) {
        double[] wanted = plain.byName().get(name).toDoubles();
        double[] found = penalized.byName().get(name).toDoubles();
        for (int i = 0; i < wanted.length; i++) {
          assertThat(found[i]).as("%s, step %d", name, step).isCloseTo(wanted[i], within(1e-12));
        }
      }
    }
    assertThatThrownBy(() -> config.withPenalties(-1, 0)).hasMessageContaining("L1 penalty is -1");
    assertThatThrownBy(() -> config.withPenalties(0, -2)).hasMessageContaining("L2 penalty is -2");
  }

  @Test
  void clipsValuesAfterScaling() {
    Kernels kernels = ReferenceKernels.float32();
    var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(0));
    Tensor w = parameters.root().parameter("w", Shape.of(4), (tensor, rng) -> {});
    Tensor g = Tensor.of(new float[] {8, -8, 1, -0.5f}, 4);
    Optimizer optimizer =
        Optimizer.create(
            OptimizerConfig.of(OptimizerKind.SGD), Clipping.byValue(1), parameters, kernels);
    optimizer.update(p -> g, 0.5, 1);
    assertThat(w.toArray()).containsExactly(-1, 1, -0.5f, 0.25f);
  }

  @Test
  void passesOverParametersWithoutGradient() {
    Kernels kernels = ReferenceKernels.float32();
    var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(0));
    Tensor used = parameters.root().parameter("used", Shape.of(2), OptimizerTest::fillNormal);
    Tensor idle = parameters.root().parameter("idle", Shape.of(2), OptimizerTest::fillNormal);
    float[] before = idle.toArray();
    Optimizer optimizer =
        Optimizer.create(
            OptimizerConfig.of(OptimizerKind.ADAMW), Clipping.NONE, parameters, kernels);
    Tensor g = Tensor.of(new float[] {3, 4}, 2);
    optimizer.update(p -> p == used ? g : null, 1, 0.1);
    assertThat(idle.toArray()).containsExactly(before);
    assertThat(optimizer.norm(p -> p == used ? g : null)).isEqualTo(5);
    assertThat(optimizer.step()).isEqualTo(1);
  }

  @Test
  void normIsNotFiniteWhenAnElementIsNot() {
    var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(0));
    parameters.root().parameter("w", Shape.of(3), (tensor, rng) -> {});
    Optimizer optimizer =
        Optimizer.create(
            OptimizerConfig.of(OptimizerKind.SGD),
            Clipping.NONE,
            parameters,
            ReferenceKernels.float32());
    Tensor large = Tensor.of(new float[] {Float.MAX_VALUE, Float.MAX_VALUE, 1}, 3);
    assertThat(optimizer.norm(p -> large)).isFinite();
    Tensor infinite = Tensor.of(new float[] {0, Float.POSITIVE_INFINITY, 0}, 3);
    assertThat(optimizer.norm(p -> infinite)).isInfinite();
    Tensor nan = Tensor.of(new float[] {0, 0, Float.NaN}, 3);
    assertThat(optimizer.norm(p -> nan)).isNaN();
  }

  @Test
  void namesItsStateByParameter() {
    var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(0));
    parameters.root().child("encoder").parameter("weight", Shape.of(2, 3), (tensor, rng) -> {});
    Optimizer optimizer =
        Optimizer.create(
            OptimizerConfig.of(OptimizerKind.ADAM),
            Clipping.NONE,
            parameters,
            ReferenceKernels.float32());
    assertThat(optimizer.state()).containsOnlyKeys("encoder.weight.m", "encoder.weight.v");
    assertThat(optimizer.state().get("encoder.weight.v").shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void clipsTheNormAsPyTorchDoes() {
    assertThat(Clipping.byNorm(1).factor(4)).isEqualTo(1 / 4.000001);
    assertThat(Clipping.byNorm(1).factor(0.5)).isEqualTo(1);
    assertThat(Clipping.NONE.factor(1e30)).isEqualTo(1);
  }

  @Test
  void refusesBadSettingsByName() {
    OptimizerConfig good = OptimizerConfig.of(OptimizerKind.ADAM);
    assertThatThrownBy(() -> good.withRate(0)).hasMessageContaining("learning rate is 0.0");
    assertThatThrownBy(() -> good.withRate(Double.NaN)).hasMessageContaining("learning rate");
    assertThatThrownBy(() -> good.withBetas(0.9, 1)).hasMessageContaining("beta2 is 1.0");
    assertThatThrownBy(() -> good.withMomentum(-0.1)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> good.withWeightDecay(-1)).hasMessageContaining("weight decay");
    assertThatThrownBy(() -> Clipping.byNorm(0)).hasMessageContaining("greater than 0");
    assertThatThrownBy(() -> OptimizerKind.named("adamm"))
        .hasMessage(
            "there is no optimizer 'adamm'; known are"
                + " sgd, momentum, nesterov, adagrad, rmsprop, adadelta, adam, adamw");
    for (OptimizerKind kind : OptimizerKind.values()) {
      assertThat(OptimizerKind.named(kind.label())).isEqualTo(kind);
    }
  }
}
