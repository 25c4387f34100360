package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.app.ForecastArgument.Opened;
import dev.refrain.task.forecast.Forecast;
import java.util.ArrayList;
import java.util.List;

/// A forecast, for people and for machines. Where the truth is known it stands beside it.
record ForecastView(Opened opened, Forecast forecast) {

  private boolean isKnown(int step) {
    return forecast.origin() + step < opened.series().length();
  }

  private double truth(int step, int target) {
    return opened.series().target(forecast.origin() + step, target);
  }

  private String timeName() {
    String name = opened.model().config().series().time();
    return name.isEmpty() ? "time" : name;
  }

  /// The names of the columns: the time, then of each target forecast, quantiles and truth.
  private List<String> header() {
    List<String> header = new ArrayList<>(List.of(timeName()));
    for (String target : forecast.targets()) {
      header.add(target);
      for (double level : forecast.levels()) {
        header.add(target + " " + level);
      }
      if (isKnown(0)) {
        header.add(target + " truth");
      }
    }
    return header;
  }

  /// The numbers of a step in the order of the columns; NaN where the truth is not known.
  private List<Double> numbers(int step) {
    List<Double> numbers = new ArrayList<>();
    for (int d = 0; d < forecast.targets().size(); d++) {
      numbers.add(forecast.point(step, d));
      for (int level = 0; level < forecast.levels().size(); level++) {
        numbers.add(forecast.quantile(level, step, d));
      }
      if (isKnown(0)) {
        numbers.add(isKnown(step) ? truth(step, d) : Double.NaN);
      }
    }
    return numbers;
  }

  void printTable() {
    List<String> header = header();
    int time = Math.max(timeName().length(), forecast.time(0).length());
    List<Integer> widths = new ArrayList<>();
    for (int c = 1; c < header.size(); c++) {
      int width = header.get(c).length();
      for (int step = 0; step < forecast.steps(); step++) {
        width = Math.max(width, figure(numbers(step).get(c - 1)).length());
      }
      widths.add(width);
    }
    var line = new StringBuilder(padded(header.getFirst(), time));
    for (int c = 1; c < header.size(); c++) {
      line.append("  ").append(aligned(header.get(c), widths.get(c - 1)));
    }
    System.out.println(line);
    for (int step = 0; step < forecast.steps(); step++) {
      line = new StringBuilder(padded(forecast.time(step), time));
      List<Double> numbers = numbers(step);
      for (int c = 0; c < numbers.size(); c++) {
        line.append("  ").append(aligned(figure(numbers.get(c)), widths.get(c)));
      }
      System.out.println(line);
    }
  }

  private static String figure(double number) {
    return Double.isNaN(number) ? "" : ForecastReport.figure(number);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String aligned(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }

  void printCsv() {
    System.out.println(String.join(",", header().stream().map(ForecastView::field).toList()));
    for (int step = 0; step < forecast.steps(); step++) {
      List<String> fields = new ArrayList<>(List.of(field(forecast.time(step))));
      for (double number : numbers(step)) {
        fields.add(Double.isNaN(number) ? "" : Double.toString(number));
      }
      System.out.println(String.join(",", fields));
    }
  }

  /// A value as RFC 4180 writes it.
  private static String field(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  void printJson() {
    for (int step = 0; step < forecast.steps(); step++) {
      ObjectNode object = JsonLines.object().put(timeName(), forecast.time(step));
      for (int d = 0; d < forecast.targets().size(); d++) {
        ObjectNode target =
            object.putObject(forecast.targets().get(d)).put("forecast", forecast.point(step, d));
        for (int level = 0; level < forecast.levels().size(); level++) {
          target.put(
              Double.toString(forecast.levels().get(level)), forecast.quantile(level, step, d));
        }
        if (isKnown(step)) {
          target.put("truth", truth(step, d));
        }
      }
      JsonLines.print(object);
    }
  }
}
