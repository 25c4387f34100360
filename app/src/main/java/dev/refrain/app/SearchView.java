package dev.refrain.app;

import dev.refrain.search.Study;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyLimits;
import dev.refrain.search.StudyListener;
import dev.refrain.search.Trial;
import java.nio.file.Path;

/// Shows a search, to people or to machines.
sealed interface SearchView extends StudyListener, AutoCloseable
    permits SearchProgress, SearchJson {
  static SearchView of(Study study, StudyLimits limits, boolean json) {
    return json ? new SearchJson() : new SearchProgress(study, limits);
  }

  /// Says something beside the result. May be called from any thread.
  void remark(String text);

  /// Shows all trials, the best first.
  void table(StudyHistory history);

  /// Shows what the search has found.
  ///
  /// @param command trains with the settings of the best trial
  /// @param report the page that shows all of it
  void conclude(StudyHistory history, Trial best, String command, Path report);

  @Override
  void close();
}
