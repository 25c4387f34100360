package dev.refrain.search;

/// What a running trial needs to know of the study.
interface StudySession {
  /// Whether all trials are to be given up.
  boolean stopping();

  /// Adds an event to the log and tells who listens. Never fails: a log that cannot be written, or a
  /// listener that throws, makes the study stop.
  void tell(StudyEvent event);
}
