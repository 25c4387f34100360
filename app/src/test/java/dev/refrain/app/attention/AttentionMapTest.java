package dev.refrain.app.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// Attention maps in each of their forms.
final class AttentionMapTest {
  private static final AttentionMap CAT =
      new AttentionMap(
          List.of("the", "cat", "is", "black"),
          List.of("le", "chat", "est", "noir"),
          new float[][] {
            {0.92f, 0.04f, 0.04f, 0},
            {0.1f, 0.75f, 0.15f, 0},
            {0, 0.25f, 0.45f, 0.3f},
            {0, 0, 0.04f, 0.96f}
          });

  /// Characters of two columns, an accent by itself, and what must not reach a terminal.
  private static final AttentionMap WIDE =
      new AttentionMap(
          List.of("猫は", "e\u0301te\u0301", "\u001b[2J"),
          List.of("黒い", "a"),
          new float[][] {{1, 0, 0}, {0, 0.5f, 0.5f}});

  @Test
  void shortSourceStandsSideBySide() {
    assertThat(CAT.lines(80, true))
        .containsExactly(
            "      the  cat  is  black",
            "  le  ███",
            "chat  ░░░  ███  ░░",
            " est       ▒▒▒  ▓▓  ▒▒▒▒▒",
            "noir                █████",
            "",
            "      ░ from 5 %   ▒ from 20 %   ▓ from 40 %   █ from 70 %");
  }

  @Test
  void longSourceStandsFromTopToBottom() {
    assertThat(CAT.lines(20, false))
        .containsExactly(
            "            b",
            "            l",
            "      t c   a",
            "      h a i c",
            "      e t s k",
            "  le  ##",
            "chat  ..##..",
            " est    ++**++",
            "noir        ##",
            "",
            "      . from 5 %   + from 20 %   * from 40 %   # from 70 %");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    for (int width : new int[] {80, 10}) {
      List<String> lines = WIDE.lines(width, true);
      int first = lines.indexOf(lines.stream().filter(l -> l.startsWith("黒い")).findFirst().get());
      String row = lines.get(first + 1);
      assertThat(columnOf(row, row.indexOf('▓')))
          .as("in %s", lines)
          .isEqualTo(width == 80 ? 4 + 2 + 4 + 2 : 4 + 2 + 2);
      assertThat(String.join("", lines)).doesNotContain("\u001b");
    }
  }

  private static int columnOf(String line, int index) {
    return line.substring(0, index).codePoints().map(WCWidth::wcwidth).sum();
  }

  @Test
  void pageIsWellFormedAndEscaped() throws Exception {
    var out = new StringWriter();
    try (var page = new AttentionPage(out)) {
      page.add("the cat is black", "le chat est noir", CAT);
      page.add(
          "<script>\"&'",
          "a\u0001",
          new AttentionMap(
              List.of("<script>", "\"&'"), List.of("</td>"), new float[][] {{0.5f, 0.5f}}));
    }
    String html = out.toString();
    assertThat(html).doesNotContain("<script", "http:", "https:", "src=", "\u0001");
    Document document = parsed(html);
    assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(2);
    NodeList cells = document.getElementsByTagName("td");
    assertThat(cells.item(1).getTextContent()).isEqualTo("92");
    assertThat(cells.item(1).getAttributes().getNamedItem("title").getNodeValue())
        .isEqualTo("le ← the: 92.0 %");
    assertThat(document.getElementsByTagName("figcaption").item(1).getTextContent())
        .isEqualTo("<script>\"&'a\uFFFD");
  }

  /// The page is written so that a strict parser reads its body too.
  private static Document parsed(String html) throws Exception {
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }

  @Test
  void imageHasSquareForEachWeight() {
    Rectangle first = changed(0, 0);
    assertThat(first.width).isEqualTo(first.height).isGreaterThan(20);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        var moved = new Rectangle(first);
        moved.translate(column * (first.width + 1), row * (first.height + 1)); // a line between
        assertThat(changed(row, column)).isEqualTo(moved);
      }
    }
  }

  /// Where an image changes when one weight does.
  private static Rectangle changed(int row, int column) {
    var weights = new float[4][4];
    BufferedImage before = new AttentionMap(CAT.source(), CAT.target(), weights).image();
    weights[row][column] = 1;
    BufferedImage after = new AttentionMap(CAT.source(), CAT.target(), weights).image();
    Rectangle changed = null;
    for (int y = 0; y < before.getHeight(); y++) {
      for (int x = 0; x < before.getWidth(); x++) {
        if (before.getRGB(x, y) != after.getRGB(x, y)) {
          var pixel = new Rectangle(x, y, 1, 1);
          changed = changed == null ? pixel : changed.union(pixel);
        }
      }
    }
    return changed;
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> new AttentionMap(List.of("a"), List.of("b"), new float[][] {{0.5f, 0.5f}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 weights for 1 tokens");
    assertThatThrownBy(() -> new AttentionMap(List.of("a"), List.of("b"), new float[][] {}))
        .hasMessageContaining("0 rows for 1 tokens");
  }
}
