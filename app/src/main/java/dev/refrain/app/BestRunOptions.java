package dev.refrain.app;

import java.util.List;

/// How the best configuration of a search is trained.
final class BestRunOptions extends RunOptions {
  /// As everybody trains it who says nothing else.
  BestRunOptions() {}

  BestRunOptions(StudyOptions search, int threads) {
    this.out = search.out;
    this.json = search.json;
    this.threads = threads;
  }

  @Override
  List<String> repeatedOfTask() {
    return List.of();
  }
}
