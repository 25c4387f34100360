package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.metric.ClassScore;
import dev.refrain.metric.ConfusionMatrix;
import dev.refrain.task.classification.ClassificationReport;
import java.util.Locale;

/// A classifier's report, for people and for machines.
final class ClassificationScores {
  private static final int LEAST_WIDTH = 6;

  private final ClassificationReport report;
  private final ConfusionMatrix matrix;
  private final int width; // of the labels

  ClassificationScores(ClassificationReport report) {
    this.report = report;
    matrix = report.matrix();
    width =
        Math.max(LEAST_WIDTH, matrix.labels().stream().mapToInt(String::length).max().orElse(0));
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%,d items: accuracy %.2f %%, macro F1 %.4f, %.4f nats per item%n%n",
        matrix.total(),
        100 * matrix.accuracy(),
        matrix.macroF1(),
        report.natsPerItem());
    System.out.println(label("class") + "  precision  recall      F1   items");
    for (ClassScore score : matrix.scores()) {
      System.out.printf(
          Locale.ROOT,
          "%s     %.4f  %.4f  %.4f  %,6d%n",
          label(score.label()),
          score.precision(),
          score.recall(),
          score.f1(),
          score.support());
    }
    System.out.printf("%n%s  taken for%n%s", label("class"), label(""));
    matrix.labels().forEach(name -> System.out.print("  " + right(name)));
    System.out.println();
    for (int truth = 0; truth < matrix.labels().size(); truth++) {
      System.out.print(label(matrix.labels().get(truth)));
      for (int predicted = 0; predicted < matrix.labels().size(); predicted++) {
        System.out.print("  " + right("%,d".formatted(matrix.count(truth, predicted))));
      }
      System.out.println();
    }
  }

  private String label(String text) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String right(String text) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  ObjectNode json() {
    ObjectNode object =
        JsonLines.object()
            .put("items", matrix.total())
            .put("accuracy", matrix.accuracy())
            .put("macroF1", matrix.macroF1())
            .put("natsPerItem", report.natsPerItem());
    ObjectNode classes = object.putObject("classes");
    for (ClassScore score : matrix.scores()) {
      classes
          .putObject(score.label())
          .put("precision", score.precision())
          .put("recall", score.recall())
          .put("f1", score.f1())
          .put("items", score.support());
    }
    ArrayNode rows = object.putArray("confusion");
    for (int truth = 0; truth < matrix.labels().size(); truth++) {
      ArrayNode row = rows.addArray();
      for (int predicted = 0; predicted < matrix.labels().size(); predicted++) {
        row.add(matrix.count(truth, predicted));
      }
    }
    return object;
  }
}
