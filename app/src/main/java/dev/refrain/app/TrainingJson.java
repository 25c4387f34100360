package dev.refrain.app;

import dev.refrain.train.EventJson;
import dev.refrain.train.TrainEvent;
import dev.refrain.train.TrainEvent.EpochDone;
import dev.refrain.train.TrainListener;

/// Shows a run to machines: one JSON object a line, an event each.
final class TrainingJson implements TrainListener {
  private final Lesson lesson;

  TrainingJson(Lesson lesson) {
    this.lesson = lesson;
  }

  /// Prints what people should know about the data.
  void begin() {
    for (String remark : lesson.remarks()) {
      JsonLines.print(JsonLines.object().put("event", "remark").put("text", remark));
    }
  }

  @Override
  public void on(TrainEvent event) {
    JsonLines.print(EventJson.of(event));
    if (event instanceof EpochDone done) {
      lesson
          .score()
          .ifPresent(
              text ->
                  JsonLines.print(
                      JsonLines.object()
                          .put("event", "score")
                          .put("epoch", done.epoch())
                          .put("text", text)));
      lesson
          .sample()
          .ifPresent(
              text ->
                  JsonLines.print(
                      JsonLines.object()
                          .put("event", "sample")
                          .put("epoch", done.epoch())
                          .put("text", text)));
    }
  }
}
