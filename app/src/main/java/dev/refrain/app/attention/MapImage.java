package dev.refrain.app.attention;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/// Draws an attention map: the source along the top at an angle, the target down the side, a square
/// for each weight, a legend below.
final class MapImage {
  /// All lengths are in pixels; drawn at twice the usual size, for screens of today and for paper.
  private static final int CELL = 56;

  private static final int FONT_SIZE = 26;
  private static final int SMALL_FONT_SIZE = 20;
  private static final int PADDING = 24;
  private static final int LEGEND_WIDTH = 280;
  private static final int LEGEND_HEIGHT = 20;
  private static final double ANGLE = Math.toRadians(50);

  private static final Color PAPER = Color.WHITE;
  private static final Color INK = new Color(0x1f2933);
  private static final Color LINE = new Color(0xd9dee4);
  private static final Color FULL = new Color(0x08306b);

  private final AttentionMap map;
  private Font font;
  private Font smallFont;
  private FontMetrics metrics;
  private FontMetrics smallMetrics;
  private int left;
  private int top;

  MapImage(AttentionMap map) {
    this.map = map;
  }

  BufferedImage draw() {
    try {
      measure();
    } catch (RuntimeException | Error e) {
      if (e instanceof OutOfMemoryError) {
        throw e;
      }
      // The JDK finds no fonts, or not the library that reads them: an error of one kind or
      // another.
      throw new IllegalStateException(
          "there is no font to write an image with on this machine; write a page (.html) instead",
          e);
    }
    int rows = map.target().size();
    int columns = map.source().size();
    int lean = // how far the last label reaches beyond the grid
        map.source().isEmpty() ? 0 : (int) (longest(map.source()) * Math.cos(ANGLE));
    int width = Math.max(left + columns * CELL + lean, left + LEGEND_WIDTH) + 2 * PADDING;
    int height =
        top + rows * CELL + 2 * PADDING + LEGEND_HEIGHT + smallMetrics.getHeight() + PADDING;
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = graphics(image);
    try {
      graphics.setColor(PAPER);
      graphics.fillRect(0, 0, width, height);
      drawSource(graphics);
      drawRows(graphics);
      drawLegend(graphics, top + rows * CELL + PADDING);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void measure() {
    font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    smallFont = font.deriveFont((float) SMALL_FONT_SIZE);
    Graphics2D graphics = graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    metrics = graphics.getFontMetrics(font);
    smallMetrics = graphics.getFontMetrics(smallFont);
    graphics.dispose();
    left = PADDING + longest(map.target()) + PADDING / 2;
    top = PADDING + (int) (longest(map.source()) * Math.sin(ANGLE)) + metrics.getHeight();
  }

  private int longest(List<String> tokens) {
    return tokens.stream().mapToInt(metrics::stringWidth).max().orElse(0);
  }

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return graphics;
  }

  private void drawSource(Graphics2D graphics) {
    graphics.setFont(font);
    graphics.setColor(INK);
    for (int column = 0; column < map.source().size(); column++) {
      int x = left + column * CELL + CELL / 2 + metrics.getAscent() / 3;
      int y = top - PADDING / 3;
      graphics.rotate(-ANGLE, x, y);
      graphics.drawString(map.source().get(column), x, y);
      graphics.rotate(ANGLE, x, y);
    }
  }

  private void drawRows(Graphics2D graphics) {
    for (int row = 0; row < map.target().size(); row++) {
      int y = top + row * CELL;
      String token = map.target().get(row);
      graphics.setColor(INK);
      int baseline = y + (CELL - metrics.getHeight()) / 2 + metrics.getAscent();
      graphics.drawString(token, left - PADDING / 2 - metrics.stringWidth(token), baseline);
      for (int column = 0; column < map.source().size(); column++) {
        int x = left + column * CELL;
        graphics.setColor(color(map.weight(row, column)));
        graphics.fillRect(x, y, CELL, CELL);
        graphics.setColor(LINE);
        graphics.drawRect(x, y, CELL, CELL);
      }
    }
  }

  private void drawLegend(Graphics2D graphics, int y) {
    for (int x = 0; x < LEGEND_WIDTH; x++) {
      graphics.setColor(color(x / (LEGEND_WIDTH - 1f)));
      graphics.fillRect(left + x, y, 1, LEGEND_HEIGHT);
    }
    graphics.setColor(LINE);
    graphics.drawRect(left, y, LEGEND_WIDTH, LEGEND_HEIGHT);
    graphics.setColor(INK);
    graphics.setFont(smallFont);
    int baseline = y + LEGEND_HEIGHT + smallMetrics.getAscent();
    graphics.drawString("0 %", left, baseline);
    String middle = "attention";
    graphics.drawString(
        middle, left + (LEGEND_WIDTH - smallMetrics.stringWidth(middle)) / 2, baseline);
    String end = "100 %";
    graphics.drawString(end, left + LEGEND_WIDTH - smallMetrics.stringWidth(end), baseline);
  }

  private static Color color(float weight) {
    double part = Math.clamp(weight, 0f, 1f);
    return new Color(
        mixed(PAPER.getRed(), FULL.getRed(), part),
        mixed(PAPER.getGreen(), FULL.getGreen(), part),
        mixed(PAPER.getBlue(), FULL.getBlue(), part));
  }

  private static int mixed(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }
}
