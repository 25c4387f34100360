package dev.refrain.examples.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A small line chart as SVG, with a logarithmic vertical axis if asked for.
final class LineChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 64;
  private static final int RIGHT = 190;
  private static final int TOP = 34;
  private static final int BOTTOM = 44;
  private static final List<String> COLOURS =
      List.of("#d62728", "#1f77b4", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#7f7f7f");

  /// @param name for the legend
  /// @param y at x = 0, 1, 2 …; what is not finite, or not above 0 on a logarithmic axis, is left out
  record Line(String name, List<Double> y) {}

  private final String title;
  private final String across;
  private final boolean logarithmic;
  private final double low;
  private final double high;
  private final List<Line> lines = new ArrayList<>();

  /// @param across what the horizontal axis counts
  /// @param low of the vertical axis; what is below is drawn on the edge
  LineChart(String title, String across, boolean logarithmic, double low, double high) {
    this.title = title;
    this.across = across;
    this.logarithmic = logarithmic;
    this.low = low;
    this.high = high;
  }

  LineChart line(String name, List<Double> y) {
    lines.add(new Line(name, List.copyOf(y)));
    return this;
  }

  String svg() {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="20" font-size="14">%s</text>
        """
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT, title));
    int last = lines.stream().mapToInt(line -> line.y().size() - 1).max().orElse(1);
    appendAxes(svg, last);
    for (int i = 0; i < lines.size(); i++) {
      appendLine(svg, lines.get(i), i, last);
    }
    return svg.append("</svg>\n").toString();
  }

  private void appendAxes(StringBuilder svg, int last) {
    int bottom = HEIGHT - BOTTOM;
    for (double mark : marks()) {
      double y = y(mark);
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
              LEFT,
              y,
              WIDTH - RIGHT,
              LEFT - 6,
              y + 4,
              label(mark)));
    }
    for (int part = 0; part <= 4; part++) {
      int x = last * part / 4;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
              x(x, last),
              bottom + 16,
              x));
    }
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n"
            .formatted((LEFT + WIDTH - RIGHT) / 2, bottom + 34, across));
  }

  private List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    if (logarithmic) {
      int from = (int) Math.ceil(Math.log10(low));
      int to = (int) Math.floor(Math.log10(high));
      int every = Math.max(1, (to - from) / 6);
      for (int power = to; power >= from; power -= every) {
        marks.add(Math.pow(10, power));
      }
    } else {
      for (int part = 0; part <= 4; part++) {
        marks.add(low + (high - low) * part / 4);
      }
    }
    return marks;
  }

  private String label(double mark) {
    return logarithmic
        ? String.format(Locale.ROOT, "1e%d", Math.round(Math.log10(mark)))
        : String.format(Locale.ROOT, "%.2f", mark);
  }

  private void appendLine(StringBuilder svg, Line line, int number, int last) {
    String colour = COLOURS.get(number % COLOURS.size());
    var path = new StringBuilder();
    for (int x = 0; x < line.y().size(); x++) {
      double value = line.y().get(x);
      if (Double.isFinite(value) && (value > 0 || !logarithmic)) {
        path.append(path.isEmpty() ? 'M' : 'L');
        path.append(String.format(Locale.ROOT, "%.1f %.1f", x(x, last), y(value)));
      }
    }
    svg.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>%n"
            .formatted(path, colour));
    int at = TOP + 10 + 18 * number;
    int from = WIDTH - RIGHT + 12;
    svg.append(
        "<path d=\"M%d %d h18\" stroke=\"%s\" stroke-width=\"3\"/><text x=\"%d\" y=\"%d\">%s</text>%n"
            .formatted(from, at, colour, from + 24, at + 4, line.name()));
  }

  private static double x(int value, int last) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (double) value / Math.max(1, last);
  }

  private double y(double value) {
    double held = Math.clamp(value, low, high);
    double share =
        logarithmic ? Math.log(held / low) / Math.log(high / low) : (held - low) / (high - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }
}
