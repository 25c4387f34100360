package dev.refrain.bench.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// What has to be the same for contenders that begin with the same weights and learn the same batches
/// in the same order.
final class StepLosses {
  private static final int STEPS = 4;

  private StepLosses() {}

  /// Takes the first steps.
  ///
  /// @param learned how many numbers are learned
  /// @param step takes one and says the loss before it
  static Map<String, Double> figures(long learned, DoubleSupplier step) {
    var figures = new LinkedHashMap<String, Double>();
    figures.put("numbers learned", (double) learned);
    for (int number = 1; number <= STEPS; number++) {
      double loss = step.getAsDouble();
      if (number == 1 || number == STEPS) {
        figures.put("loss of step " + number, loss);
      }
    }
    return figures;
  }
}
