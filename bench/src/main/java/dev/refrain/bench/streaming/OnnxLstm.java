package dev.refrain.bench.streaming;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.refrain.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An ONNX model of one step of LSTM layers at batch 1, as bytes: inputs `x[1, 1, I]` and for each
/// layer `h0[1, 1, H]`, `c0[1, 1, H]`; outputs `h0_next`, `c0_next` and so on, the last layer's h
/// being the result. Field numbers are those of `onnx.proto3`; a message is written as the fields it
/// has.
final class OnnxLstm {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;
  private static final int FLOAT = 1;

  /// Where ONNX's gates, in its order i, o, f, c, stand in Refrain's i, f, g, o.
  private static final int[] GATES = {0, 3, 1, 2};

  private final StreamingCase shape;
  private final StreamingCase.Model model;
  private final UnknownFieldSet.Builder graph = UnknownFieldSet.newBuilder();

  private OnnxLstm(StreamingCase shape, StreamingCase.Model model) {
    this.shape = shape;
    this.model = model;
  }

  static byte[] bytes(StreamingCase shape, StreamingCase.Model model) {
    return new OnnxLstm(shape, model).write().toByteArray();
  }

  private UnknownFieldSet write() {
    String below = "x";
    add(graph, 11, value("x", shape.input()));
    for (int layer = 0; layer < shape.hidden().size(); layer++) {
      int hidden = shape.hidden().get(layer);
      int in = layer == 0 ? shape.input() : shape.hidden().get(layer - 1);
      initializer("w" + layer, gates(layer, "input_weight"), 1, 4 * hidden, in);
      initializer("r" + layer, gates(layer, "recurrent_weight"), 1, 4 * hidden, hidden);
      float[] biases = new float[8 * hidden]; // of the input, then of the recurrence
      System.arraycopy(gates(layer, "bias"), 0, biases, 0, 4 * hidden);
      initializer("b" + layer, biases, 1, 8 * hidden);
      var node = UnknownFieldSet.newBuilder();
      for (String input :
          new String[] {
            below, "w" + layer, "r" + layer, "b" + layer, "", "h" + layer, "c" + layer
          }) {
        add(node, 1, input);
      }
      for (String output : new String[] {"", "h" + layer + "_next", "c" + layer + "_next"}) {
        add(node, 2, output);
      }
      add(node, 4, "LSTM");
      var attribute = UnknownFieldSet.newBuilder();
      add(attribute, 1, "hidden_size");
      add(attribute, 3, hidden);
      add(attribute, 20, 2); // an integer
      add(node, 5, attribute.build());
      add(graph, 1, node.build());
      for (String part : new String[] {"h" + layer, "c" + layer}) {
        add(graph, 11, value(part, hidden));
        add(graph, 12, value(part + "_next", hidden));
      }
      below = "h" + layer + "_next";
    }
    add(graph, 2, "step");
    var operators = UnknownFieldSet.newBuilder();
    add(operators, 1, "");
    add(operators, 2, OPERATOR_SET);
    var written = UnknownFieldSet.newBuilder();
    add(written, 1, IR_VERSION);
    add(written, 7, graph.build());
    add(written, 8, operators.build());
    return written.build();
  }

  /// A weight or bias with its gates in ONNX's order.
  private float[] gates(int layer, String name) {
    Tensor weight = model.weight(layer, name);
    float[] from = weight.toArray();
    float[] to = new float[from.length];
    int block = from.length / GATES.length;
    for (int gate = 0; gate < GATES.length; gate++) {
      System.arraycopy(from, GATES[gate] * block, to, gate * block, block);
    }
    return to;
  }

  private void initializer(String name, float[] numbers, int... extents) {
    var tensor = UnknownFieldSet.newBuilder();
    for (int extent : extents) {
      add(tensor, 1, extent);
    }
    add(tensor, 2, FLOAT);
    add(tensor, 8, name);
    ByteBuffer raw = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(numbers);
    add(tensor, 9, ByteString.copyFrom(raw));
    add(graph, 5, tensor.build());
  }

  /// The name and type of `[1, 1, columns]`.
  private static UnknownFieldSet value(String name, int columns) {
    var extents = UnknownFieldSet.newBuilder();
    for (int extent : new int[] {1, 1, columns}) {
      var dimension = UnknownFieldSet.newBuilder();
      add(dimension, 1, extent);
      add(extents, 1, dimension.build());
    }
    var tensor = UnknownFieldSet.newBuilder();
    add(tensor, 1, FLOAT);
    add(tensor, 2, extents.build());
    var type = UnknownFieldSet.newBuilder();
    add(type, 1, tensor.build());
    var value = UnknownFieldSet.newBuilder();
    add(value, 1, name);
    add(value, 2, type.build());
    return value.build();
  }

  private static void add(UnknownFieldSet.Builder message, int number, long value) {
    message.mergeField(number, Field.newBuilder().addVarint(value).build());
  }

  private static void add(UnknownFieldSet.Builder message, int number, String value) {
    add(message, number, ByteString.copyFromUtf8(value));
  }

  private static void add(UnknownFieldSet.Builder message, int number, UnknownFieldSet value) {
    add(message, number, value.toByteString());
  }

  private static void add(UnknownFieldSet.Builder message, int number, ByteString value) {
    message.mergeField(number, Field.newBuilder().addLengthDelimited(value).build());
  }
}
