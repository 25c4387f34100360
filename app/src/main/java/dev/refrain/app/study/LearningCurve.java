package dev.refrain.app.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.StudyEvent.Progressed;
import dev.refrain.search.Trial;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// How a loss went, in few enough points for a picture. What a picture cannot show is not in it:
/// numbers have six digits.
///
/// @param points oldest first
record LearningCurve(List<Point> points) {
  private static final MathContext DIGITS = new MathContext(6);

  LearningCurve {
    points = List.copyOf(points);
  }

  /// @param step after how many steps
  /// @param epoch how often the data had been gone through, parts included
  /// @param seconds since the trial began
  record Point(long step, double epoch, double seconds, double loss) {}

  /// The training loss. Of more than `most` points, neighbours are taken together by their mean,
  /// since each is a mean already; it stands where the last of them stood.
  static LearningCurve training(Trial trial, int most) {
    List<Point> points =
        trial.progress().stream()
            .map(p -> new Point(p.step(), p.epoch(), p.seconds(), p.trainingLoss()))
            .filter(p -> Double.isFinite(p.loss()))
            .toList();
    if (points.size() <= most) {
      return new LearningCurve(points);
    }
    List<Point> means = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      List<Point> together = points.subList(share(i, points, most), share(i + 1, points, most));
      Point end = together.getLast();
      double mean = together.stream().mapToDouble(Point::loss).average().orElseThrow();
      means.add(new Point(end.step(), end.epoch(), end.seconds(), mean));
    }
    return new LearningCurve(means);
  }

  private static int share(int i, List<Point> points, int most) {
    return (int) ((long) i * points.size() / most);
  }

  /// The validation loss, where it was measured. Of more than `most` points some are left out, but
  /// neither the first nor the last.
  static LearningCurve validation(Trial trial, int most) {
    List<Point> points =
        trial.progress().stream()
            .filter(p -> p.validationLoss().isPresent())
            .map(LearningCurve::validated)
            .filter(p -> Double.isFinite(p.loss()))
            .toList();
    if (points.size() <= most) {
      return new LearningCurve(points);
    }
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      kept.add(points.get((int) ((long) i * (points.size() - 1) / (most - 1))));
    }
    return new LearningCurve(kept);
  }

  private static Point validated(Progressed p) {
    return new Point(p.step(), p.epoch(), p.seconds(), p.validationLoss().getAsDouble());
  }

  /// A list for each part of the points.
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode steps = json.putArray("step");
    ArrayNode epochs = json.putArray("epoch");
    ArrayNode seconds = json.putArray("seconds");
    ArrayNode losses = json.putArray("loss");
    for (Point point : points) {
      steps.add(point.step());
      epochs.add(rounded(point.epoch()));
      seconds.add(rounded(point.seconds()));
      losses.add(rounded(point.loss()));
    }
    return json;
  }

  private static double rounded(double value) {
    return new BigDecimal(value, DIGITS).doubleValue();
  }
}
