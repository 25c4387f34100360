package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report that `refrain search` leaves.
final class SearchReportTest {
  private static final String SPACE =
      """
      model: {recurrent: {cell: gru}}
      search:
        space: {units: {integer: [4, 9]}}
        budget: {steps: 4}
        limits: {trials: 2}
      """;

  @TempDir private Path folder;

  @Test
  void reportStandsBesideTheStudyAndCanBeWrittenAnew() throws IOException {
    Path text = Texts.write(folder, "text.txt", 60);
    Path space = Files.writeString(folder.resolve("space.yaml"), SPACE);
    Outcome searched =
        Refrain.command("search", "language", space + "", "--text", text + "", "--study", "study")
            .in(folder)
            .run();
    assertThat(searched.exitCode()).as(searched.toString()).isZero();
    Path page = folder.resolve("study/study.html");
    Path table = folder.resolve("study/trials.csv");
    assertThat(searched.output()).contains(Path.of("study", "study.html").toString());
    assertThat(Files.readString(page)).contains("\"reload\":0", "train language --");
    String csv = Files.readString(table);
    assertThat(csv.lines()).hasSize(1 + 2);

    Files.delete(page);
    Files.delete(table);
    Outcome anew = report("language");
    assertThat(anew.exitCode()).as(anew.toString()).isZero();
    assertThat(anew.output()).contains("study.html");
    assertThat(Files.readString(page)).contains("\"kind\":\"ended\"");
    assertThat(table).hasContent(csv);

    Outcome other = report("tagging");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.error()).contains("holds a search for language, not for tagging");
  }

  private Outcome report(String task) {
    return Refrain.command("search", task, "--report", "--study", "study").in(folder).run();
  }
}
