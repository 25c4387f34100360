package dev.refrain.app;

import java.util.List;

/// How a run of `train forecast` is carried out.
final class ForecastRunOptions extends RunOptions {
  @Override
  List<String> repeatedOfTask() {
    return List.of();
  }
}
