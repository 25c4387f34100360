package dev.refrain.bench.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// What has to be the same for contenders that begin with the same weights and learn the same batches
/// in the same order.
public final class StepLosses {
  private static final int STEPS = 4;

  private StepLosses() {}

  /// Takes the first steps.
  ///
  /// @param learned how many numbers are learned
  /// @param step takes one and says the loss before it
  public static Map<String, Double> figures(long learned, DoubleSupplier step) {
    Map<String, Double> figures = figures(step);
    figures.put("numbers learned", (double) learned);
    return figures;
  }

  /// Takes the first steps of a contender that learns more numbers than the others.
  ///
  /// @param step takes one and says the loss before it
  public static Map<String, Double> figures(DoubleSupplier step) {
    var figures = new LinkedHashMap<String, Double>();
    for (int number = 1; number <= STEPS; number++) {
      double loss = step.getAsDouble();
      if (number == 1 || number == STEPS) {
        figures.put("loss of step " + number, loss);
      }
    }
    return figures;
  }
}
