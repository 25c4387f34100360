package dev.refrain.bench.streaming;

import dev.refrain.kernel.Devices;
import dev.refrain.nn.recurrent.RecurrentSession;

/// Refrain's session.
final class RefrainSteps implements StepReader {
  private final RecurrentSession session;

  RefrainSteps(StreamingCase.Model model) {
    session = model.stack().openSession(model.parameters().packed(Devices.best()));
  }

  @Override
  public String title() {
    return "Refrain";
  }

  @Override
  public void step(float[] x, float[] h) {
    session.push(x).copyTo(h);
  }

  @Override
  public void close() {}
}
