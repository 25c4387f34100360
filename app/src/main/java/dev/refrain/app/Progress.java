package dev.refrain.app;

import java.util.Locale;

/// How far long work has come.
///
/// @param label what is being done, for example `epoch 3/15`
/// @param fraction how much of the whole work is done, 0 to 1
/// @param rate how many `unit` a second
/// @param unit what is counted
/// @param loss the loss at the moment; NaN while there is none
/// @param secondsLeft how much longer it will take; NaN while nobody knows
record Progress(
    String label, double fraction, double rate, String unit, double loss, double secondsLeft) {
  private static final int LEAST_BAR = 8;
  private static final int WIDEST_BAR = 40;

  /// One line without a bar.
  String plain() {
    return label + "  " + percent() + "  " + figures();
  }

  /// One line of at most `width` columns with a bar, as far as there is room for it.
  String bar(int width, boolean unicode, boolean coloured) {
    String front = label + "  " + percent() + " ";
    String back = " " + figures();
    int room = Math.min(WIDEST_BAR, width - front.length() - back.length());
    if (room < LEAST_BAR) {
      String line = front + back;
      return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }
    int full = (int) Math.round(fraction * room);
    String done = (unicode ? "━" : "#").repeat(full);
    String rest = (unicode ? "─" : "-").repeat(room - full);
    return coloured
        ? front + "\u001b[32m" + done + "\u001b[90m" + rest + "\u001b[0m" + back
        : front + done + rest + back;
  }

  private String percent() {
    return String.format(Locale.ROOT, "%3d%%", (int) Math.floor(100 * fraction));
  }

  private String figures() {
    var figures = new StringBuilder(amount(rate)).append(' ').append(unit).append("/s");
    if (!Double.isNaN(loss)) {
      figures.append(String.format(Locale.ROOT, "  loss %.3f", loss));
    }
    if (!Double.isNaN(secondsLeft)) {
      figures.append("  ").append(duration(secondsLeft)).append(" left");
    }
    return figures.toString();
  }

  /// A number as people say it: 0.7, 950, 12.3k, 4.5M.
  static String amount(double number) {
    if (number < 9.95) {
      return String.format(Locale.ROOT, "%.1f", number);
    }
    if (number < 1000) {
      return String.format(Locale.ROOT, "%.0f", number);
    }
    return number < 1e6
        ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
        : String.format(Locale.ROOT, "%.2fM", number / 1e6);
  }

  /// A time as people say it: 42s, 3m05s, 2h07m.
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole / 60 % 60);
  }
}
