package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.app.ForecastArgument.Opened;
import dev.refrain.task.forecast.ForecastEvaluation;
import dev.refrain.task.forecast.ForecastEvaluation.MethodScores;
import dev.refrain.task.forecast.ForecastEvaluation.QuantileScores;
import dev.refrain.task.forecast.ForecastEvaluation.TargetScores;
import dev.refrain.task.forecast.ForecastScores;
import java.util.Locale;

/// How good forecasts are, for people and for machines.
///
/// @param part what the rows are called
/// @param from the first of them
/// @param to their end (exclusive)
record ForecastReport(Opened opened, String part, ForecastEvaluation evaluation, int from, int to) {
  private static final String ROW = "%-15s %11s %10s %10s %8s %8s %11s %11s%n";

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%s, %s, %s to %s: %,d forecasts of %,d %s; season %s%n",
        opened.data(),
        part,
        opened.series().time().label(from),
        opened.series().time().label(to - 1),
        evaluation.windows(),
        evaluation.horizon(),
        evaluation.horizon() == 1 ? "step" : "steps",
        evaluation.season() == 1 ? "none" : evaluation.season());
    for (TargetScores target : evaluation.targets()) {
      System.out.println();
      System.out.printf(
          Locale.ROOT,
          ROW,
          target.target(),
          "MSE",
          "MAE",
          "RMSE",
          "MASE",
          "sMAPE",
          "scaled MSE",
          "scaled MAE");
      for (MethodScores method : target.methods()) {
        print(method.method(), method.scores());
      }
      for (QuantileScores quantile : target.quantiles()) {
        System.out.printf(
            Locale.ROOT,
            "quantile %s: %.1f %% of the truth at or below it, pinball loss %s%n",
            quantile.level(),
            100 * quantile.coverage(),
            figure(quantile.pinball()));
      }
    }
    if (evaluation.targets().size() > 1) {
      System.out.println();
      for (MethodScores method : evaluation.targets().getFirst().methods()) {
        System.out.printf(
            Locale.ROOT,
            "all targets, %s: scaled MSE %.4f, scaled MAE %.4f%n",
            method.method(),
            evaluation.mean(method.method(), ForecastScores::scaledMse),
            evaluation.mean(method.method(), ForecastScores::scaledMae));
      }
    }
  }

  private static void print(String method, ForecastScores scores) {
    System.out.printf(
        Locale.ROOT,
        ROW,
        method,
        figure(scores.mse()),
        figure(scores.mae()),
        figure(scores.rmse()),
        Double.isNaN(scores.mase()) ? "-" : "%.3f".formatted(scores.mase()),
        String.format(Locale.ROOT, "%.2f %%", scores.smape()),
        String.format(Locale.ROOT, "%.4f", scores.scaledMse()),
        String.format(Locale.ROOT, "%.4f", scores.scaledMae()));
  }

  /// A number of whatever size in about five digits.
  static String figure(double number) {
    double size = Math.abs(number);
    String format = size >= 1000 ? "%.1f" : size >= 1 ? "%.3f" : size >= 0.001 ? "%.5f" : "%.3g";
    return String.format(Locale.ROOT, size == 0 ? "%.0f" : format, number);
  }

  ObjectNode json() {
    ObjectNode object =
        JsonLines.object()
            .put("part", part)
            .put("from", opened.series().time().label(from))
            .put("to", opened.series().time().label(to - 1))
            .put("forecasts", evaluation.windows())
            .put("horizon", evaluation.horizon())
            .put("season", evaluation.season());
    ArrayNode targets = object.putArray("targets");
    for (TargetScores target : evaluation.targets()) {
      ObjectNode node = targets.addObject().put("target", target.target());
      for (MethodScores method : target.methods()) {
        ForecastScores scores = method.scores();
        node.putObject(method.method())
            .put("mse", scores.mse())
            .put("mae", scores.mae())
            .put("rmse", scores.rmse())
            .put("mase", Double.isNaN(scores.mase()) ? null : scores.mase())
            .put("smape", scores.smape())
            .put("scaledMse", scores.scaledMse())
            .put("scaledMae", scores.scaledMae());
      }
      ArrayNode quantiles = node.putArray("quantiles");
      for (QuantileScores quantile : target.quantiles()) {
        quantiles
            .addObject()
            .put("level", quantile.level())
            .put("coverage", quantile.coverage())
            .put("pinball", quantile.pinball());
      }
    }
    return object;
  }
}
