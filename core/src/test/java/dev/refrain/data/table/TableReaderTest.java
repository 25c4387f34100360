package dev.refrain.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.DataException;
import dev.refrain.data.DataInput;
import dev.refrain.data.RealData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {
  @TempDir Path folder;

  private static TableReader reader(TableFormat format, boolean header, byte[] bytes) {
    return TableReader.open(DataInput.of("given", new ByteArrayInputStream(bytes)), format, header);
  }

  private static TableReader reader(TableFormat format, String text) {
    return reader(format, true, text.getBytes(StandardCharsets.UTF_8));
  }

  /// All rows, each with its line in front.
  private static List<String> rows(TableReader reader) {
    List<String> rows = new ArrayList<>();
    try (reader) {
      while (reader.next()) {
        StringBuilder row = new StringBuilder().append(reader.line()).append(':');
        for (int i = 0; i < reader.columns().size(); i++) {
          row.append(i == 0 ? "" : "|").append(reader.text(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static void assertBad(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private static void assertBad(TableFormat format, String text, String... parts) {
    assertBad(() -> rows(reader(format, text)), parts);
  }

  @Test
  void readsValuesBetweenCommas() {
    TableReader csv =
        reader(
            TableFormat.CSV,
            "\uFEFFa, \"b, c\" ,d\r\n1 ,two words,\r\"say \"\"hi\"\"\nthere\",\"\",' x'\n5,6,7\n");
    assertThat(csv.columns()).containsExactly("a", "b, c", "d");
    assertThat(csv.column("d")).isEqualTo(2);
    assertThat(rows(csv)).containsExactly("2:1|two words|", "3:say \"hi\"\nthere||' x'", "5:5|6|7");
  }

  @Test
  void readsOtherSeparators() {
    assertThat(rows(reader(TableFormat.SEMICOLON, "a;b\n1,5;\"x;y\"")))
        .containsExactly("2:1,5|x;y");
    assertThat(rows(reader(TableFormat.TSV, "a\tb\n\"quoted\tit's 5\" \n\t\n\n \n")))
        .containsExactly("2:\"quoted|it's 5\"", "3:|");
    byte[] blanks = "  1.5 \t-2e-3\n 3  4 \n".getBytes(StandardCharsets.UTF_8);
    TableReader numbered = reader(TableFormat.BLANKS, false, blanks);
    assertThat(numbered.columns()).containsExactly("1", "2");
    assertThat(rows(numbered)).containsExactly("1:1.5|-2e-3", "2:3|4");
  }

  @Test
  void readsObjectsOnLines() {
    TableReader lines =
        reader(
            TableFormat.JSON_LINES,
            """
            {"a": "x\\ny", "b": 1.50, "c": null}
            {"b": true, "z": 9, "a": ""}
             {"c": 1e3, "b": [1]}\s

            """);
    assertThat(lines.columns()).containsExactly("a", "b", "c");
    assertThat(lines.next()).isTrue();
    assertThat(lines.text(0)).isEqualTo("x\ny");
    assertThat(lines.number(1)).isEqualTo(1.5);
    assertThat(lines.number(2)).isNaN();
    assertThat(lines.next()).isTrue();
    assertThat(lines.text(1)).isEqualTo("true");
    assertBad(() -> lines.number(1), "given, line 2 has 'true' in the column 'b'");
    assertThat(lines.next()).isTrue();
    assertThat(lines.number(2)).isEqualTo(1000);
    assertBad(() -> lines.text(1), "given, line 3 has a list in the column 'b'");
    assertThat(lines.next()).isFalse();
  }

  @Test
  void readsNumbersAndWhatIsMissing() {
    TableReader csv =
        reader(TableFormat.CSV, "n,word\n-1.25e2,\nNA,a\n\"\",b\n?,c\nnan,d\n+.5,e\n");
    List<Double> numbers = new ArrayList<>();
    while (csv.next()) {
      numbers.add(csv.number(0));
    }
    assertThat(numbers)
        .containsExactly(-125.0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0.5);
    for (String wrong : List.of("1.5f", "0x10", "Infinity", "1e999", "1 2", "--1", "one")) {
      TableReader bad = reader(TableFormat.CSV, "n\n1\n" + wrong);
      bad.next();
      bad.next();
      assertBad(
          () -> bad.number(0), "given, line 3 has '" + wrong + "' in the column 'n'; a number");
    }
    TableReader gap = reader(TableFormat.CSV, "a,b\n1,\n");
    gap.next();
    assertBad(() -> gap.present(1), "given, line 2 has nothing in the column 'b'; fill it in");
  }

  @Test
  void saysWhichColumnsThereAre() {
    TableReader csv = reader(TableFormat.CSV, "date,,OT\n1,2,3\n");
    assertBad(() -> csv.column("ot"), "given has no column 'ot'; its columns are date, 2, OT.");
    TableReader wide = reader(TableFormat.CSV, "a," + header(40));
    assertBad(() -> wide.column("x"), "x29, … (41 in all).");
    assertBad(TableFormat.CSV, "a,b,a\n", "given, line 1 names the column 'a' twice");
  }

  private static String header(int columns) {
    StringBuilder header = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      header.append(i == 1 ? "" : ",").append('x').append(i);
    }
    return header.append('\n').toString();
  }

  @Test
  void saysWhichRowIsBad() {
    assertBad(TableFormat.CSV, "a,b\n1,2\n3\n", "given, line 3 has 1 column; the header has 2");
    assertBad(
        TableFormat.CSV, "a,b\n\"1\n2\",2\n3,4,5\n", "given, line 4 has 3 columns; the header");
    assertBad(TableFormat.CSV, "a,b\n1,2\n \n3,4\n", "given, line 3 is empty; remove it");
    assertBad(
        TableFormat.CSV, "a,b\n1,\"2\n3,4\n", "given, line 2 has a quote that is never closed");
    assertBad(
        TableFormat.CSV, "a,b\n1,\"2\"x\n", "given, line 2 goes on after the closing quote of '2'");
    assertBad(TableFormat.CSV, "", "given has no rows in it");
    assertBad(TableFormat.CSV, "\n \n", "given has no rows in it");
    assertBad(TableFormat.JSON_LINES, "\n", "given has no rows in it");
    assertBad(TableFormat.JSON_LINES, "{\"a\": 1}\n\n\n{\"a\": 2}", "given, line 2 is empty");
    assertBad(TableFormat.JSON_LINES, "{\"a\": 1}\n[1]", "given, line 2 is no object: '[1]'");
    assertBad(TableFormat.JSON_LINES, "{\"a\": 1}\n{\"a\": 1", "given, line 2 is not JSON (");
    assertBad(TableFormat.JSON_LINES, "{\"a\": 1, \"a\": 2}", "given, line 1 is not JSON (", "'a'");
    assertBad(TableFormat.JSON_LINES, "{\"a\": 1} {}", "given, line 1 is not JSON (");
    assertBad(TableFormat.JSON_LINES, "{}", "given, line 1 is an object without keys");
    byte[] blanks = "1 2\n1\n".getBytes(StandardCharsets.UTF_8);
    assertBad(
        () -> rows(reader(TableFormat.BLANKS, false, blanks)),
        "given, line 2 has 1 column; the first row has 2");
  }

  @Test
  void saysWhereAFileIsNotUtf8() {
    byte[] bytes = ("a,b\n" + "ä,🐋\n".repeat(20_000) + "x,y\n").getBytes(StandardCharsets.UTF_8);
    assertThat(rows(reader(TableFormat.CSV, true, bytes))).hasSize(20_001).contains("2:ä|🐋");
    bytes[bytes.length - 2] = (byte) 0xE9;
    assertBad(
        () -> rows(reader(TableFormat.CSV, true, bytes)),
        "given is not UTF-8: byte %d (line 20002) is 0xE9".formatted(bytes.length - 2));
    byte[] cut = {'a', '\n', (byte) 0xC3};
    assertBad(
        () -> rows(reader(TableFormat.CSV, true, cut)),
        "given is not UTF-8: byte 2 (line 2) is 0xC3");
  }

  @Test
  void readsPackedFilesInTheFormatOfTheirName() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write("a\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8));
    }
    Path path = Files.write(folder.resolve("x.TSV.gz"), packed.toByteArray());
    assertThat(rows(TableFile.of(path).open())).containsExactly("2:1|2");
    assertThat(rows(TableFile.of(path).withoutHeader().open())).containsExactly("1:a|b", "2:1|2");
    assertThat(rows(TableFile.of(path).withFormat(TableFormat.CSV).open()))
        .containsExactly("2:1\t2");
    assertBad(
        () -> TableFile.of(folder.resolve("x.txt")), "x.txt does not say by its name", ".jsonl");
    Path none = folder.resolve("none.csv");
    assertBad(() -> TableFile.of(none).open(), "There is no file " + none);
    Files.createDirectory(none);
    assertBad(() -> TableFile.of(none).open(), "none.csv is a folder");
  }

  @Test
  void readsTheRealFiles() {
    int rows = 0;
    double sum = 0;
    try (TableReader csv = TableFile.of(RealData.file("etth1/ETTh1.csv.gz")).open()) {
      int target = csv.column("OT");
      while (csv.next()) {
        rows++;
        sum += csv.number(target);
      }
    }
    assertThat(rows).isEqualTo(17_420);
    assertThat(sum / rows).isBetween(13.0, 14.0);
    try (TableReader csv = TableFile.of(RealData.file("dna-splice/splice.csv")).open()) {
      assertThat(csv.columns()).containsExactly("Class", "Donor", "Sequence");
      csv.next();
      assertThat(csv.text(0)).isEqualTo("EI");
      assertThat(csv.text(2)).hasSize(60);
    }
  }
}
