package dev.refrain.task.forecast;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.nn.LinearCall;
import dev.refrain.nn.recurrent.RecurrentSession;
import dev.refrain.tensor.Tensor;

/// Forecasts the next step of a series as its values arrive, one step at a time, with a recursive
/// model: a step costs the same after a million others, and reading it leaves no garbage.
///
/// ```java
/// ForecastSession session = model.openSession();
/// while (true) {
///   if (session.push(measure())) {
///     alarm(session.point(0));
///   }
/// }
/// ```
///
/// The state goes on from step to step, while a [Forecaster] reads each window from an empty one. A
/// session belongs to one thread at a time; sessions of one model share its packed weights and may
/// run side by side. The weights must not change meanwhile.
public final class ForecastSession {
  private final ForecastModel model;
  private final PackedWeights packed;
  private final RecurrentSession recurrent;
  private final Tensor output; // [P · D]
  private final LinearCall product;
  private final double[] numbers; // of the output
  private final double[] past; // [lag, D], transformed, the oldest at `steps` modulo the lag
  private final int width;
  private final int lag;
  private long steps;

  /// @throws IllegalArgumentException if the model cannot go step by step
  ForecastSession(ForecastModel model, PackedWeights packed) {
    this(model, packed, model.network().openSession(packed));
  }

  private ForecastSession(ForecastModel model, PackedWeights packed, RecurrentSession recurrent) {
    ForecastConfig config = model.config();
    this.model = model;
    this.packed = packed;
    this.recurrent = recurrent;
    width = config.series().targets().size();
    lag = config.difference() ? model.profile().season() : 0;
    past = new double[lag * width];
    numbers = new double[width * config.parametersPerValue()];
    output = Tensor.zeros(numbers.length);
    product = model.network().output().prepare(packed, recurrent.output(), output);
  }

  /// Reads what was observed in the next step.
  ///
  /// @param observed of each target, in its own units
  /// @return whether there is a forecast of the step after it: with differences there is none before
  ///     a season has been read
  /// @throws IllegalArgumentException if there are more or fewer values than targets, or one has no
  ///     logarithm where the model takes it
  public boolean push(double... observed) {
    if (observed.length != width) {
      throw new IllegalArgumentException(
          "%d values for a step of %d targets".formatted(observed.length, width));
    }
    boolean full = steps >= lag;
    for (int d = 0; d < width; d++) {
      double transformed = model.config().transform().apply(observed[d]);
      if (!Double.isFinite(transformed)) {
        throw new IllegalArgumentException(
            "%s is %s, which the model cannot read"
                .formatted(model.config().series().targets().get(d), observed[d]));
      }
      double value = transformed - (lag > 0 && full ? past[slot(d)] : 0);
      recurrent.input().set(d, model.profile().targets().get(d).network().scaled(value));
      if (lag > 0) {
        past[slot(d)] = transformed;
      }
    }
    steps++;
    if (!full) {
      return false;
    }
    recurrent.step();
    product.run();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = output.get(i);
    }
    return true;
  }

  private int slot(int target) {
    return (int) (steps % lag) * width + target;
  }

  /// What is forecast of the next step: the mean, or the median of quantiles.
  public double point(int target) {
    return original(model.likelihood().point(numbers, target, width), target);
  }

  /// The quantile of the level of number `level` of the configuration.
  public double quantile(int level, int target) {
    return original(model.likelihood().quantile(numbers, target, width, level), target);
  }

  private double original(double scaled, int target) {
    double value = model.profile().targets().get(target).network().restored(scaled);
    return model.config().transform().undo(value + (lag > 0 ? past[slot(target)] : 0));
  }

  /// A second session that stands where this one does and goes its own way: to try what would come
  /// of values not observed, or to come back to.
  public ForecastSession fork() {
    var other = new ForecastSession(model, packed, recurrent.fork());
    System.arraycopy(past, 0, other.past, 0, past.length);
    System.arraycopy(numbers, 0, other.numbers, 0, numbers.length);
    other.steps = steps;
    return other;
  }
}
