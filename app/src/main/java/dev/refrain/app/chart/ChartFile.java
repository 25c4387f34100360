package dev.refrain.app.chart;

import java.awt.Dimension;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/// The file that a chart is written to: its name says whether as SVG or as PNG.
public final class ChartFile {
  private static final String SVG = "http://www.w3.org/2000/svg";

  private ChartFile() {}

  /// Whether a name says what to write: it ends in .svg or .png.
  public static boolean isOne(Path path) {
    return isSvg(path) || ending(path).endsWith(".png");
  }

  private static boolean isSvg(Path path) {
    return ending(path).endsWith(".svg");
  }

  private static String ending(Path path) {
    return path.toString().toLowerCase(Locale.ROOT);
  }

  /// Writes a chart.
  ///
  /// @throws IllegalArgumentException if the name says neither SVG nor PNG
  public static void write(LineChart chart, Path path) throws IOException {
    if (!isOne(path)) {
      throw new IllegalArgumentException("%s ends in neither .svg nor .png".formatted(path));
    }
    try (var file = Files.newOutputStream(path)) {
      if (!isSvg(path)) {
        ImageIO.write(chart.image(), "png", file);
        return;
      }
      var graphics = new SVGGraphics2D(document());
      graphics.setSVGCanvasSize(new Dimension(LineChart.WIDTH, LineChart.HEIGHT));
      chart.paint(graphics);
      Writer writer = new OutputStreamWriter(file, StandardCharsets.UTF_8);
      graphics.stream(writer, true);
      writer.flush();
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java platform can make an XML document", e);
    }
  }
}
