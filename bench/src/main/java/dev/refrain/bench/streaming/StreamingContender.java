package dev.refrain.bench.streaming;

import dev.refrain.bench.race.Contender;
import java.util.Map;

/// A stack that reads step after step of one endless sequence.
final class StreamingContender implements Contender {
  private static final int COMPARED = 200;
  private static final int INPUTS = 512; // in turn

  private final StepReader reader;
  private final float[][] inputs;
  private final float[] output;
  private int next;

  StreamingContender(StreamingCase shape, StepReader reader) {
    this.reader = reader;
    inputs = shape.inputs(INPUTS);
    output = new float[shape.outputSize()];
  }

  /// The output after some steps.
  @Override
  public Map<String, Double> figures() {
    run(COMPARED);
    return Map.of(
        "first number after %d steps".formatted(COMPARED),
        (double) output[0],
        "last number after %d steps".formatted(COMPARED),
        (double) output[output.length - 1]);
  }

  @Override
  public void run(int steps) {
    for (int i = 0; i < steps; i++) {
      reader.step(inputs[next], output);
      next = (next + 1) % INPUTS;
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
