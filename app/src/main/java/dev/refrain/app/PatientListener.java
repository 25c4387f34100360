package dev.refrain.app;

import dev.refrain.train.TrainEvent;
import dev.refrain.train.TrainListener;

/// Hands events on while somebody reads what is printed of them. When the reader has gone, the run
/// is asked to stop and save, instead of ending in the middle.
final class PatientListener implements TrainListener {
  private final TrainListener next;
  private final Runnable stop;
  private boolean closed;

  PatientListener(TrainListener next, Runnable stop) {
    this.next = next;
    this.stop = stop;
  }

  @Override
  public void on(TrainEvent event) {
    if (closed) {
      return;
    }
    try {
      next.on(event);
    } catch (OutputClosed e) {
      closed = true;
      stop.run();
    }
  }

  /// Whether the reader has gone.
  boolean closed() {
    return closed;
  }
}
