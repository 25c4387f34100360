package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.ColumnFormat.Separator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColumnFileTest {
  @TempDir Path folder;

  private ColumnFile read(String content, ColumnFormat format) throws IOException {
    return ColumnFile.read(Files.writeString(folder.resolve("data.conll"), content), format);
  }

  private void assertRefused(String content, ColumnFormat format, String message) {
    assertThatThrownBy(() -> read(content, format))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tabsSeparateAndBlankLinesOfWhiteSpaceEndSentences() throws IOException {
    ColumnFile file =
        read("#\tO\nNew York\tB-loc\n\t\n \n#tag\tO\r\n\r\nlast\tO", ColumnFormat.STANDARD);
    assertThat(file.sentences())
        .containsExactly(
            new TaggedSentence(List.of("#", "New York"), List.of("O", "B-loc"), List.of(1, 2)),
            new TaggedSentence(List.of("#tag"), List.of("O"), List.of(5)),
            new TaggedSentence(List.of("last"), List.of("O"), List.of(7)));
    assertThat(file.comments()).isZero();
    assertThat(file.place(file.sentences().get(1), 0)).endsWith("data.conll, line 5");
  }

  @Test
  void columnsOfBlanksWithDocuments() throws IOException {
    ColumnFile file =
        read(
            """
            -DOCSTART- -X- O O

            EU NNP I-NP I-ORG
            rejects  VBZ I-VP O
            -DOCSTART- -X- O O
            # NN O O
            """,
            ColumnFormat.STANDARD.withColumns(1, 2));
    assertThat(file.documents()).isEqualTo(2);
    assertThat(file.sentences().get(0).tags()).containsExactly("NNP", "VBZ");
    assertThat(file.sentences().get(1).words()).containsExactly("#");
  }

  @Test
  void commentsAreLeftOut() throws IOException {
    String text = "# sent_id = 1\n# text = Go .\n1\tGo\tVERB\n2\t#x\tX\n\n# z\n1\t.\tP\n";
    ColumnFile file = read(text, ColumnFormat.STANDARD.withColumns(2, 3));
    assertThat(file.comments()).isEqualTo(3);
    assertThat(file.sentences().get(0).words()).containsExactly("Go", "#x");
    ColumnFile said = read("a O\n%% b O\nc O\n", new ColumnFormat(1, 2, Separator.BLANK, "%%"));
    assertThat(said.sentences().getFirst().lines()).containsExactly(1, 3);
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertRefused(
        "a\tX\tO\nb\tO\n",
        ColumnFormat.STANDARD.withColumns(1, 3),
        "data.conll, line 2 has 2 columns (1: 'b', 2: 'O'), so there is no column 3 for the tags;"
            + " choose one of these with --tag-column.");
    assertRefused("a\tO\nb O\n", ColumnFormat.STANDARD, "line 2 has 1 column (1: 'b O')");
    assertRefused("a\tO\n\tO\n", ColumnFormat.STANDARD, "line 2 has nothing in column 1");
    assertRefused("-DOCSTART- O\n\n", ColumnFormat.STANDARD, "has no sentences");
    assertThatThrownBy(() -> ColumnFormat.STANDARD.withColumns(0, 1))
        .hasMessageContaining("columns count from 1");
  }
}
