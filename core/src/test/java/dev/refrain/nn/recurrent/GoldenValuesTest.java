package dev.refrain.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Seventh point of the contract: Elman, LSTM and GRU give what PyTorch's `nn.RNN`, `nn.LSTM` and
/// `nn.GRU` give, outputs, states and all gradients. The files' README says how they were made.
class GoldenValuesTest {

  static Stream<String> cases() {
    return Stream.of("rnn-tanh", "rnn-relu", "lstm", "gru")
        .flatMap(kind -> Stream.of(kind + "-1-layer", kind + "-2-layers"))
        .flatMap(name -> Stream.of(name, name + "-bidirectional"))
        .flatMap(
            name ->
                name.startsWith("rnn") || !name.endsWith("bidirectional")
                    ? Stream.of(name)
                    : Stream.of(name, name + "-ragged"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void referenceInDouble(String name) throws IOException {
    new Golden(name, ReferenceKernels.float64()).check(1e-10);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kernelsInUse(String name) throws IOException {
    new Golden(name, Devices.best()).check(2e-5);
  }

  private static final class Golden {
    private final JsonNode golden;
    private final Kernels kernels;
    private final boolean bidirectional;
    private final boolean gru;
    private final int hidden;
    private final Parameters parameters;
    private final Recurrent stack;

    Golden(String name, Kernels kernels) throws IOException {
      this.kernels = kernels;
      try (InputStream in =
          GoldenValuesTest.class.getResourceAsStream("/dev/refrain/nn/golden/" + name + ".json")) {
        assertThat(in).as("golden values " + name).isNotNull();
        golden = new ObjectMapper().readTree(in);
      }
      bidirectional = golden.get("bidirectional").asBoolean();
      gru = golden.get("kind").asText().equals("gru");
      hidden = shape("weight_hh_l0").extent(1);
      int layers = golden.get("layers").asInt();
      RecurrentConfig config = RecurrentConfig.of(cell(name), Collections.nCopies(layers, hidden));
      parameters = new Parameters(kernels.precision(), Rng.seeded(1));
      stack =
          Recurrent.create(
              bidirectional ? config.bothDirections() : config,
              parameters.root(),
              shape("input").columns());
      parameters.byName().forEach(this::load);
    }

    private static CellKind cell(String name) {
      return switch (name.substring(0, 4)) {
        case "lstm" -> CellKind.LSTM;
        case "gru-" -> CellKind.GRU;
        default -> name.startsWith("rnn-relu") ? CellKind.ELMAN_RELU : CellKind.ELMAN;
      };
    }

    private Shape shape(String tensor) {
      JsonNode extents = golden.get("tensors").get(tensor).get("shape");
      int[] shape = new int[extents.size()];
      Arrays.setAll(shape, i -> extents.get(i).asInt());
      return Shape.of(shape);
    }

    private double[] values(String tensor) {
      JsonNode values = golden.get("tensors").get(tensor).get("values");
      double[] numbers = new double[values.size()];
      Arrays.setAll(numbers, i -> values.get(i).asDouble());
      return numbers;
    }

    private Tensor tensor(String name) {
      return Tensor.of(values(name), shape(name).toArray()).convert(kernels.precision());
    }

    /// `layer1.backward.bias` ends in PyTorch as `_l1_reverse`.
    private static String suffix(String parameter) {
      String layer = parameter.substring("layer".length(), parameter.indexOf('.'));
      return "_l" + layer + (parameter.contains("backward") ? "_reverse" : "");
    }

    /// PyTorch adds a second bias; only that of the GRU's n stands apart from the first.
    private void load(String name, Tensor parameter) {
      String suffix = suffix(name);
      double[] numbers;
      if (name.endsWith("input_weight")) {
        numbers = values("weight_ih" + suffix);
      } else if (name.endsWith("recurrent_weight")) {
        numbers = values("weight_hh" + suffix);
      } else {
        double[] second = values("bias_hh" + suffix);
        if (name.endsWith("recurrent_bias")) {
          numbers = Arrays.copyOfRange(second, 2 * hidden, 3 * hidden);
        } else {
          numbers = values("bias_ih" + suffix);
          for (int i = 0; i < (gru ? 2 * hidden : numbers.length); i++) {
            numbers[i] += second[i];
          }
        }
      }
      assertThat(numbers).as(name).hasSize(parameter.shape().size());
      for (int i = 0; i < numbers.length; i++) {
        parameter.set(i, numbers[i]);
      }
    }

    private double[] expectedGradient(String name) {
      String suffix = suffix(name);
      if (name.endsWith("input_weight")) {
        return values("d_weight_ih" + suffix);
      }
      if (name.endsWith("recurrent_weight")) {
        return values("d_weight_hh" + suffix);
      }
      return name.endsWith("recurrent_bias")
          ? Arrays.copyOfRange(values("d_bias_hh" + suffix), 2 * hidden, 3 * hidden)
          : values("d_bias_ih" + suffix);
    }

    void check(double tolerance) {
      boolean lstm = golden.get("kind").asText().equals("lstm");
      int parts = lstm ? 2 : 1;
      int count = shape("h0").extent(0);
      List<Tensor> initial = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        initial.add(part("h0", i));
        if (lstm) {
          initial.add(part("c0", i));
        }
      }
      int[] lengths = null;
      if (!golden.get("lengths").isNull()) {
        lengths = new int[golden.get("lengths").size()];
        for (int b = 0; b < lengths.length; b++) {
          lengths[b] = golden.get("lengths").get(b).asInt();
        }
      }
      Tensor input = tensor("input");
      var pool = new BufferPool(kernels.precision());
      try (var tape = Tape.recording(kernels, pool, Rng.seeded(1))) {
        Recurrent.Output output =
            stack.apply(
                tape,
                tape.parameter(input),
                lengths,
                initial.stream().map(tape::parameter).toList());
        Value loss = output.sequence().times(tape.constant(tensor("d_output"))).sum();
        for (int i = 0; i < output.state().size(); i++) {
          Tensor upstream = part(i % parts == 0 ? "d_hN" : "d_cN", i / parts);
          loss = loss.plus(output.state().get(i).times(tape.constant(upstream)).sum());
        }
        tape.backward(loss, 1);
        close("output", output.sequence().data().toDoubles(), values("output"), tolerance);
        close("d_input", tape.gradient(input).toDoubles(), values("d_input"), tolerance);
        for (int i = 0; i < output.state().size(); i++) {
          String state = i % parts == 0 ? "h" : "c";
          close(
              state + "N",
              output.state().get(i).data().toDoubles(),
              part(state + "N", i / parts).toDoubles(),
              tolerance);
          close(
              "d_" + state + "0",
              tape.gradient(initial.get(i)).toDoubles(),
              part("d_" + state + "0", i / parts).toDoubles(),
              tolerance);
        }
        parameters
            .byName()
            .forEach(
                (name, tensor) ->
                    close(
                        name,
                        tape.gradient(tensor).toDoubles(),
                        expectedGradient(name),
                        tolerance));
      }
    }

    private Tensor part(String name, int index) {
      Shape shape = shape(name);
      return tensor(name).slice(index, index + 1).reshape(shape.extent(1), shape.extent(2));
    }

    private static void close(String name, double[] actual, double[] expected, double tolerance) {
      double scale = Arrays.stream(expected).map(Math::abs).max().orElse(1);
      assertThat(actual).as(name).containsExactly(expected, offset(tolerance * Math.max(1, scale)));
    }
  }
}
