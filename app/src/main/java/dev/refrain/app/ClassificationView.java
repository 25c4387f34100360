package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.task.classification.Classification;
import dev.refrain.task.classification.Classifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Prints the classes of items, a line each.
///
/// @param labels the names of the classes, in the order of their numbers
record ClassificationView(
    Classifier classifier,
    List<String> labels,
    boolean probabilities,
    boolean attention,
    boolean json) {

  void show(List<String> texts) {
    List<Classification> found = classifier.classify(texts);
    for (int i = 0; i < texts.size(); i++) {
      show(found.get(i), attention ? classifier.tokens(texts.get(i)) : List.of());
    }
    System.out.flush();
  }

  /// Steps of series are called by their numbers, from 1.
  void show(SeriesSet series) {
    for (Classification found : classifier.classify(series)) {
      show(
          found,
          IntStream.rangeClosed(1, found.attention().size()).mapToObj(Integer::toString).toList());
    }
    System.out.flush();
  }

  private void show(Classification found, List<String> steps) {
    if (json) {
      JsonLines.print(object(found, steps));
    } else {
      System.out.println(line(found, steps));
    }
  }

  private String line(Classification found, List<String> steps) {
    List<String> columns = new ArrayList<>(List.of(found.label()));
    for (int label = 0; probabilities && label < labels.size(); label++) {
      columns.add(
          String.format(
              Locale.ROOT, "%s=%.4f", labels.get(label), found.probabilities().get(label)));
    }
    for (int step = 0; attention && step < steps.size(); step++) {
      columns.add(
          String.format(Locale.ROOT, "%s:%.3f", steps.get(step), found.attention().get(step)));
    }
    return String.join("\t", columns);
  }

  private ObjectNode object(Classification found, List<String> steps) {
    ObjectNode object =
        JsonLines.object().put("label", found.label()).put("probability", found.probability());
    if (probabilities) {
      ObjectNode all = object.putObject("probabilities");
      for (int label = 0; label < labels.size(); label++) {
        all.put(labels.get(label), found.probabilities().get(label));
      }
    }
    if (attention) {
      ArrayNode weights = object.putArray("attention");
      for (int step = 0; step < steps.size(); step++) {
        weights.addObject().put("step", steps.get(step)).put("weight", found.attention().get(step));
      }
    }
    return object;
  }
}
