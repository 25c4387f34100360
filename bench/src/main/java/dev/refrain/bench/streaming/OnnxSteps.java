package dev.refrain.bench.streaming;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// ONNX Runtime with bound buffers: inputs and outputs stay in direct memory, and two sets of states
/// take turns, so nothing is copied and no tensor is made in a step.
final class OnnxSteps implements StepReader {
  private final int threads;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final FloatBuffer x;
  private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());
  private final List<Map<String, OnnxTensor>> outputs = List.of(new HashMap<>(), new HashMap<>());
  private final List<FloatBuffer> results = new ArrayList<>(); // the output when a set is written
  private int turn;

  OnnxSteps(StreamingCase shape, StreamingCase.Model model, int threads) {
    this.threads = threads;
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(OnnxLstm.bytes(shape, model), options);
      x = buffer(shape.input());
      OnnxTensor input = tensor(x);
      for (int set = 0; set < 2; set++) {
        inputs.get(set).put("x", input);
      }
      for (int layer = 0; layer < shape.hidden().size(); layer++) {
        for (String part : List.of("h" + layer, "c" + layer)) {
          for (int set = 0; set < 2; set++) {
            FloatBuffer state = buffer(shape.hidden().get(layer));
            OnnxTensor tensor = tensor(state);
            inputs.get(set).put(part, tensor);
            outputs.get(1 - set).put(part + "_next", tensor);
            if (part.equals("h" + (shape.hidden().size() - 1))) {
              results.add(state);
            }
          }
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FloatBuffer buffer(int length) {
    return ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private OnnxTensor tensor(FloatBuffer buffer) throws OrtException {
    return OnnxTensor.createTensor(environment, buffer, new long[] {1, 1, buffer.capacity()});
  }

  @Override
  public String title() {
    return "ONNX Runtime, " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public void step(float[] features, float[] h) {
    x.put(0, features);
    try (var _ = session.run(inputs.get(turn), Set.of(), outputs.get(turn))) {
      turn = 1 - turn;
      results.get(turn).get(0, h);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
