package dev.refrain.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.DataException;
import dev.refrain.data.RealData;
import dev.refrain.data.table.TableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Series in tables, folders and signal files.
class SeriesTablesTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private static void assertBad(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private static void assertSeries(Series series, String label, String group, float... values) {
    assertThat(series.values()).containsExactly(values);
    assertThat(series.label().orElse(null)).isEqualTo(label);
    assertThat(series.group().orElse(null)).isEqualTo(group);
  }

  private LongTable longTable(String text) throws IOException {
    return new LongTable(
        TableFile.of(file("long.csv", text)), "id", "t", List.of(), "label", "who");
  }

  @Test
  void readsARowForEachStep() throws IOException {
    String text =
        """
        id,t,x,label,y,who
        a,1,0.5,run,-2,ann
        b,1,7,walk,8,bob
        a,2,1.5,run,,ann
        a,10,2.5,run,-4,ann
        """;
    SeriesSet set = longTable(text).read();
    assertThat(set.features()).containsExactly("x", "y");
    assertThat(set.labels()).containsExactly("run", "walk");
    assertThat(set.groups()).containsExactly("ann", "bob");
    assertThat(set.steps()).isEqualTo(4);
    assertThat(set.series()).hasSize(2);
    assertSeries(set.series().get(0), "run", "ann", 0.5f, -2, 1.5f, Float.NaN, 2.5f, -4);
    assertSeries(set.series().get(1), "walk", "bob", 7, 8);
    assertThat(set.series().get(0).origin()).endsWith("long.csv, series 'a'");

    TableFile file = TableFile.of(folder.resolve("long.csv"));
    SeriesSet chosen = new LongTable(file, "id", "", List.of("y", "t"), "", "").read();
    assertSeries(chosen.series().get(1), null, null, 8, 1);
    assertBad(chosen::labels, "series 'a' has no label");
    assertBad(
        () -> new LongTable(file, "series", "", List.of(), "", "").read(),
        "long.csv has no column 'series'; its columns are id, t, x, label, y, who.");
  }

  @Test
  void saysWhichRowOfALongTableIsBad() throws IOException {
    String header = "id,t,x,label,who\n";
    LongTable twice = longTable(header + "a,1,1,run,ann\nb,1,1,run,ann\na,2,1,walk,ann\n");
    assertBad(
        twice::read,
        "line 4 gives series 'a' the label 'walk', and line 2 gave it 'run'; a series");
    LongTable groups = longTable(header + "a,1,1,run,ann\na,2,1,run,bob\n");
    assertBad(groups::read, "line 3 gives series 'a' the who 'bob'");
    LongTable numbers = longTable(header + "a,9,1,run,ann\na,10,1,run,ann\na,10,1,run,ann\n");
    assertBad(numbers::read, "line 4 has the time '10' of series 'a' behind '10'; sort");
    LongTable dates = longTable(header + "a,2026-02,1,r,a\na,2026-10,1,r,a\na,2026-09,1,r,a\n");
    assertBad(dates::read, "line 4 has the time '2026-09' of series 'a' behind '2026-10'");
    assertBad(longTable(header + "a,1,x,run,ann\n")::read, "line 2 has 'x' in the column 'x'");
    assertBad(longTable(header + "a,1,1e40,run,ann\n")::read, "line 2 has 1.0E40", "too large");
    assertBad(longTable(header + "a,1,1,,ann\n")::read, "line 2 has nothing in the column 'label'");
    assertBad(longTable(header)::read, "long.csv has no series in it");
    assertBad(longTable("id,t,label,who\na,1,run,ann\n")::read, "has no column left for features");
  }

  @Test
  void readsARowForEachSeries() throws IOException {
    Path path =
        file(
            "wide.csv",
            """
            name,kind,a1,b1,a2,b2,a3,b3
            first,10,1,2,3,4,5,6
            second,9,1,,3,4,,
            """);
    TableFile file = TableFile.of(path);
    SeriesSet set = new WideTable(file, List.of(), 2, "kind", "", List.of("name")).read();
    assertThat(set.labels()).containsExactly("9", "10");
    assertSeries(set.series().get(0), "10", null, 1, 2, 3, 4, 5, 6);
    assertSeries(set.series().get(1), "9", null, 1, Float.NaN, 3, 4);
    assertThat(set.series().get(1).origin()).endsWith("wide.csv, line 3");
    SeriesSet chosen = new WideTable(file, List.of("b1", "b2"), 1, "", "name", List.of()).read();
    assertSeries(chosen.series().get(0), null, "first", 2, 4);
    assertBad(
        () -> new WideTable(file, List.of(), 4, "kind", "", List.of("name")).read(),
        "wide.csv has 6 columns with values, which make no whole steps of 4 features");
    TableFile empty = TableFile.of(file("empty.csv", "k,a,b\nx,1,2\ny,,NA\n"));
    assertBad(
        () -> new WideTable(empty, List.of(), 1, "k", "", List.of()).read(),
        "empty.csv, line 3 has no values");
    TableFile ragged = TableFile.of(file("ragged.csv", "k,a,b\nx,1,2\ny,1\n"));
    assertBad(
        () -> new WideTable(ragged, List.of(), 1, "k", "", List.of()).read(),
        "ragged.csv, line 3 has 2 columns; the header has 3");
  }

  @Test
  void readsAFileForEachSeries() throws IOException {
    file("set/walk/b.txt", "1 2\n 3  4\n");
    file("set/walk/a.csv", "1,2\n5,6\n7,8\n");
    file("set/run/c", "9,10\n");
    file("set/.hidden/d", "9,10,11\n");
    SeriesFolder set = new SeriesFolder(folder.resolve("set"), Optional.empty());
    List<Series> series = set.read().series();
    assertSeries(series.get(0), "run", null, 9, 10);
    assertSeries(series.get(1), "walk", null, 1, 2, 5, 6, 7, 8);
    assertSeries(series.get(2), "walk", null, 1, 2, 3, 4);

    Path table = file("labels.csv", "file,label,group\nwalk/b.txt,slow,ann\nrun/c,quick,bob\n");
    SeriesFolder named = new SeriesFolder(folder.resolve("set"), Optional.of(table));
    assertThat(named.read().labels()).containsExactly("quick", "slow");
    assertSeries(named.read().series().get(1), "quick", "bob", 9, 10);

    file("headed/x.csv", "left,right\n1,2\n");
    file("headed/y.csv", "left,right\n3,NA\n");
    SeriesSet headed = new SeriesFolder(folder.resolve("headed"), Optional.empty()).read();
    assertThat(headed.features()).containsExactly("left", "right");
    assertSeries(headed.series().get(1), null, null, 3, Float.NaN);
  }

  @Test
  void saysWhatIsWrongWithAFolder() throws IOException {
    Path one = file("set/a.txt", "1 2\n3 4\n");
    SeriesFolder set = new SeriesFolder(folder.resolve("set"), Optional.empty());
    file("set/b.txt", "1 2 3\n");
    assertBad(set::read, "b.txt has the features 3 (1, 2, 3), and ", "a.txt has 2 (1, 2);");
    file("set/b.txt", "1 2\n3\n");
    assertBad(set::read, "b.txt, line 2 has 1 column; the first row has 2");
    file("set/b.txt", "x y\n");
    assertBad(set::read, "has the features 2 (x, y)");
    Path escaping = file("labels.csv", "file,label\n../labels.csv,x\n");
    assertBad(
        () -> new SeriesFolder(folder.resolve("set"), Optional.of(escaping)).read(),
        "labels.csv, line 2 names the file '../labels.csv', which is not in ");
    Path again = file("labels.csv", "file,label\na.txt,x\na.txt,y\n");
    assertBad(
        () -> new SeriesFolder(folder.resolve("set"), Optional.of(again)).read(),
        "labels.csv, line 3 names the file 'a.txt' again");
    assertBad(() -> new SeriesFolder(one, Optional.empty()).read(), "a.txt is not a folder");
    Path none = Files.createDirectory(folder.resolve("none"));
    assertBad(() -> new SeriesFolder(none, Optional.empty()).read(), "none has no files in it");
  }

  @Test
  void readsSignalsSideBySide() throws IOException {
    Path x = file("acc_x.txt", "1 2 3\n4 5 6\n");
    Path y = file("acc_y.csv", "-1,-2,-3\n-4,,-6\n");
    Path labels = file("y.txt", "5\n walking \n");
    Path groups = file("subject.txt", "1\n2\n\n");
    SeriesSet set = new SignalFiles(List.of(x, y), Optional.of(labels), Optional.of(groups)).read();
    assertThat(set.features()).containsExactly("acc_x", "acc_y");
    assertSeries(set.series().get(0), "5", "1", 1, -1, 2, -2, 3, -3);
    assertSeries(set.series().get(1), "walking", "2", 4, -4, 5, Float.NaN, 6, -6);
    assertSeries(
        new SignalFiles(List.of(x), Optional.empty(), Optional.empty()).read().series().get(1),
        null,
        null,
        4,
        5,
        6);

    Path fewer = file("fewer.txt", "1 2 3\n");
    Path narrow = file("narrow.txt", "1 2\n1 2\n");
    Path ragged = file("ragged.txt", "1 2 3\n1 2\n");
    assertBadSignals(x, fewer, "fewer.txt has fewer lines than ", "acc_x.txt;");
    assertBadSignals(fewer, x, "acc_x.txt has more lines than ");
    assertBadSignals(x, narrow, "acc_x.txt has 3 values on a line and ", "narrow.txt has 2;");
    assertBadSignals(x, ragged, "ragged.txt, line 2 has 2 columns; the first row has 3");
    assertBad(
        () -> new SignalFiles(List.of(fewer), Optional.of(labels), Optional.empty()).read(),
        "y.txt has 2 lines and ",
        "fewer.txt 1 series; it needs one line for each");
  }

  private static void assertBadSignals(Path one, Path other, String... parts) {
    assertBad(
        () -> new SignalFiles(List.of(one, other), Optional.empty(), Optional.empty()).read(),
        parts);
  }

  @Test
  void readsTheRealSignals() {
    List<Path> signals =
        Stream.of("body_acc_x", "total_acc_z")
            .map(name -> RealData.file("uci-har/" + name + "_test.txt.gz"))
            .toList();
    SeriesSet set =
        new SignalFiles(
                signals,
                Optional.of(RealData.file("uci-har/y_test.txt")),
                Optional.of(RealData.file("uci-har/subject_test.txt")))
            .read();
    assertThat(set.series()).hasSize(950).allMatch(series -> series.steps() == 128);
    assertThat(set.labels()).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(set.groups()).containsExactly("2", "4", "9", "10", "12", "13", "18", "20", "24");
  }
}
