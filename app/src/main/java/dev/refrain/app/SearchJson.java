package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.StudyEvent;
import dev.refrain.search.StudyEventJson;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.Trial;
import java.nio.file.Path;

/// Shows a search to machines: one JSON object a line, an event each, and at the end the best trial.
final class SearchJson implements SearchView {
  @Override
  public void on(StudyEvent event) {
    JsonLines.print(StudyEventJson.of(event));
  }

  @Override
  public void remark(String text) {
    JsonLines.print(JsonLines.object().put("event", "remark").put("text", text));
  }

  /// The events have said it all.
  @Override
  public void table(StudyHistory history) {}

  @Override
  public void conclude(StudyHistory history, Trial best, String command, Path report) {
    ObjectNode json = JsonLines.object().put("event", "best").put("trial", best.number());
    json.set("values", best.values().toJson());
    json.put("seed", best.seed())
        .put("value", best.completeValue().orElseThrow())
        .put("command", command)
        .put("report", report.toString());
    JsonLines.print(json);
  }

  @Override
  public void close() {}
}
