package dev.refrain.bench.golden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.pytorch.Tensor;

/// Collects tensors by name as JSON: `{"name": {"shape": […], "values": […]}}`, values row-major.
final class NamedTensors {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  void put(String name, Tensor tensor) {
    if (json.has(name)) {
      throw new IllegalArgumentException("two tensors are named " + name);
    }
    var entry = json.putObject(name);
    var shape = entry.putArray("shape");
    Arrays.stream(tensor.shape()).forEach(shape::add);
    var values = entry.putArray("values");
    for (double value : valuesOf(tensor)) {
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(name + " has the value " + value);
      }
      values.add(value);
    }
  }

  ObjectNode json() {
    return json;
  }

  private static double[] valuesOf(Tensor tensor) {
    Tensor dense = tensor.detach().contiguous();
    var values = new double[Math.toIntExact(dense.numel())];
    try (DoubleIndexer indexer = dense.flatten().createIndexer()) {
      indexer.get(0, values);
    }
    return values;
  }
}
