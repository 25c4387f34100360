package dev.refrain.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Lines over time or over numbers, with bands around them, drawn by XChart. What is added later lies
/// on top.
public final class LineChart {
  /// The width of a picture in points.
  public static final int WIDTH = 900;

  /// The height of a picture in points.
  public static final int HEIGHT = 420;

  /// The colour of what has been observed.
  public static final Color OBSERVED = new Color(0x33, 0x41, 0x55);

  /// The colour of what is forecast.
  public static final Color FORECAST = new Color(0xD9, 0x48, 0x0F);

  private static final Color GRID = new Color(0xE2, 0xE8, 0xF0);
  private static final int BAND_OPACITY = 48;
  private static final float LINE = 1.8f;
  private static final int MARKED_POINTS = 1;

  private final XYChart chart;
  private final boolean dates;

  /// An empty chart.
  ///
  /// @param dates whether places on the x axis are seconds since 1970; else they are numbers
  public LineChart(String title, boolean dates) {
    this.dates = dates;
    chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).build();
    var styler = chart.getStyler();
    styler.setLocale(Locale.ROOT);
    styler.setTimezone(TimeZone.getTimeZone("UTC"));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
  }

  /// Adds a line.
  ///
  /// @param name what the legend calls it
  /// @param dashed whether it is broken
  public LineChart line(String name, List<Double> x, List<Double> y, Color color, boolean dashed) {
    if (x.isEmpty()) {
      return this;
    }
    XYSeries series = chart.addSeries(name, places(x), y);
    series.setLineColor(color);
    series.setMarker(x.size() <= MARKED_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(color);
    float[] dashes = dashed ? new float[] {6, 4} : null;
    series.setLineStyle(
        new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
    return this;
  }

  /// Adds a band between two lines.
  ///
  /// @param name what the legend calls it
  public LineChart band(
      String name, List<Double> x, List<Double> low, List<Double> high, Color color) {
    List<Double> around = new ArrayList<>(x);
    around.addAll(x.reversed());
    List<Double> outline = new ArrayList<>(low);
    outline.addAll(high.reversed());
    XYSeries series = chart.addSeries(name, places(around), Collections.unmodifiableList(outline));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    Color pale = new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_OPACITY);
    series.setFillColor(pale);
    series.setLineColor(pale);
    series.setLineStyle(new BasicStroke(0));
    series.setMarker(SeriesMarkers.NONE);
    return this;
  }

  @SuppressWarnings("JavaUtilDate") // what XChart takes
  private List<?> places(List<Double> x) {
    return dates ? x.stream().map(seconds -> new Date(Math.round(seconds * 1000))).toList() : x;
  }

  /// Draws the chart.
  void paint(Graphics2D graphics) {
    chart.paint(graphics, WIDTH, HEIGHT);
  }

  /// The chart as an image, in twice as many pixels as it has points.
  BufferedImage image() {
    var image = new BufferedImage(2 * WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(2, 2);
    paint(graphics);
    graphics.dispose();
    return image;
  }
}
