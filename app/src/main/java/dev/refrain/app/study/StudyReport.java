package dev.refrain.app.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.Trial;
import dev.refrain.train.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;

/// The report of a study: `study.html` to look at, `trials.csv` to go on with.
public final class StudyReport {
  /// The page's name in the folder of a study.
  public static final String PAGE = "study.html";

  /// The table's name in the folder of a study.
  public static final String TABLE = "trials.csv";

  private StudyReport() {}

  /// Writes both into a folder. Who reads them meanwhile sees the old ones or the new ones.
  ///
  /// @param live whether the study goes on, so that the page keeps itself up to date
  /// @param command the command that trains with a trial's settings to the end
  public static void write(
      Path folder,
      StudyPlan plan,
      StudyHistory history,
      boolean live,
      Function<Trial, String> command)
      throws IOException {
    TrialTable table = TrialTable.of(plan, history, live);
    ObjectNode data = new StudyData(plan, history, table, live, command).json(Instant.now());
    AtomicFiles.write(folder.resolve(TABLE), utf8(table.csv()));
    AtomicFiles.write(folder.resolve(PAGE), utf8(StudyPage.of(data)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
