package dev.refrain.app;

import java.util.List;

/// How a run of `train tagging` is carried out.
final class TaggingRunOptions extends RunOptions {
  @Override
  List<String> repeatedOfTask() {
    return List.of();
  }
}
