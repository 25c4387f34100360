package dev.refrain.app;

import dev.refrain.app.ForecastArgument.Opened;
import dev.refrain.app.chart.ChartFile;
import dev.refrain.app.chart.LineChart;
import dev.refrain.task.forecast.Forecast;
import dev.refrain.task.forecast.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Draws history, forecast and, where it is known, the truth.
///
/// @param history how many steps before the forecast are drawn
record ForecastPicture(Opened opened, Forecast forecast, int history) {

  /// Holds that a name says what to draw.
  ///
  /// @throws WrongUsage if it ends in neither .svg nor .png
  static void check(Path path) {
    if (!ChartFile.isOne(path)) {
      throw new WrongUsage(
          "--plot is '%s', expected a file whose name ends in .svg or .png".formatted(path));
    }
  }

  /// Writes a picture for each target: the first under the name that is given, of several each under
  /// it with the target's number.
  ///
  /// @return the files written
  List<Path> write(Path path) throws IOException {
    List<Path> written = new ArrayList<>();
    for (int d = 0; d < forecast.targets().size(); d++) {
      Path file = forecast.targets().size() == 1 ? path : numbered(path, d + 1);
      ChartFile.write(chart(d), file);
      written.add(file);
    }
    return written;
  }

  private static Path numbered(Path path, int number) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return path.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
  }

  private LineChart chart(int target) {
    TimeSeries series = opened.series();
    int origin = forecast.origin();
    int first = Math.max(0, origin - history);
    int end = origin + forecast.steps();
    int known = Math.min(end, series.length());
    var chart = new LineChart(forecast.targets().get(target), series.time().dates());
    int levels = forecast.levels().size();
    if (levels > 1) {
      chart.band(
          "%s to %s of the futures"
              .formatted(forecast.levels().getFirst(), forecast.levels().getLast()),
          times(origin, end),
          values(0, forecast.steps(), step -> forecast.quantile(0, step, target)),
          values(0, forecast.steps(), step -> forecast.quantile(levels - 1, step, target)),
          LineChart.FORECAST);
    }
    chart.line(
        known > origin ? "history and truth" : "history",
        times(first, known),
        values(first, known, row -> series.target(row, target)),
        LineChart.OBSERVED,
        false);
    chart.line(
        "forecast",
        times(origin, end),
        values(0, forecast.steps(), step -> forecast.point(step, target)),
        LineChart.FORECAST,
        false);
    return chart;
  }

  private List<Double> times(int from, int to) {
    return values(from, to, row -> opened.series().time().number(row));
  }

  private static List<Double> values(int from, int to, IntToDoubleFunction value) {
    List<Double> values = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      values.add(value.applyAsDouble(i));
    }
    return values;
  }
}
