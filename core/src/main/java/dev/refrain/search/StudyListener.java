package dev.refrain.search;

/// Hears what happens in a study. Called for one event at a time, on whatever thread it happens; what
/// it takes, the study waits for.
@FunctionalInterface
public interface StudyListener {
  void on(StudyEvent event);
}
