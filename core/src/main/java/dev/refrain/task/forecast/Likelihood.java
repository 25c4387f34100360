package dev.refrain.task.forecast;

import dev.refrain.autodiff.Value;
import dev.refrain.nn.loss.AbsoluteError;
import dev.refrain.nn.loss.GaussianLikelihood;
import dev.refrain.nn.loss.HuberLoss;
import dev.refrain.nn.loss.PinballLoss;
import dev.refrain.nn.loss.SquaredError;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// What the numbers that a network puts out say of the values it forecasts. For W values side by
/// side there are P · W numbers: all of the first kind (the mean, the lowest quantile), then all of
/// the next.
final class Likelihood {
  private final ForecastLoss kind;
  private final double delta;
  private final List<Double> levels;
  private final int median;

  Likelihood(ForecastConfig config) {
    kind = config.loss();
    delta = config.delta();
    levels = config.quantiles();
    median = levels.indexOf(0.5);
  }

  /// The loss of all values, one number.
  ///
  /// @param output `[.., P · W]`
  /// @param target `[.., W]`
  Value loss(Value output, Tensor target) {
    int w = target.shape().columns();
    return switch (kind) {
      case SQUARED -> SquaredError.sum(output, target, null);
      case ABSOLUTE -> AbsoluteError.sum(output, target, null);
      case HUBER -> HuberLoss.sum(output, target, delta, null);
      case GAUSSIAN ->
          GaussianLikelihood.sum(output.columns(0, w), output.columns(w, 2 * w), target);
      case QUANTILES -> {
        Value sum = null;
        for (int q = 0; q < levels.size(); q++) {
          Value part =
              PinballLoss.sum(output.columns(q * w, (q + 1) * w), target, levels.get(q), null);
          sum = sum == null ? part : sum.plus(part);
        }
        yield sum.scaledBy(1.0 / levels.size());
      }
    };
  }

  /// The forecast of one value: its mean or its median.
  ///
  /// @param output the numbers
  /// @param at where the first that is about the value stands
  /// @param stride how far behind it the next stands
  double point(double[] output, int at, int stride) {
    return kind == ForecastLoss.QUANTILES ? level(output, at, stride, median) : output[at];
  }

  /// The quantile of the level of number `q`.
  double quantile(double[] output, int at, int stride, int q) {
    return kind == ForecastLoss.QUANTILES
        ? level(output, at, stride, q)
        : output[at] + deviation(output[at + stride]) * NormalQuantile.of(levels.get(q));
  }

  /// Quantiles that the network put in a wrong order are put right (Chernozhukov et al. 2010).
  private double level(double[] output, int at, int stride, int q) {
    double[] sorted = new double[levels.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = output[at + i * stride];
    }
    Arrays.sort(sorted);
    return sorted[q];
  }

  private static double deviation(double logDeviation) {
    return Math.exp(Math.clamp(logDeviation, -GaussianLikelihood.BOUND, GaussianLikelihood.BOUND));
  }

  /// A value drawn from what is forecast; between the quantiles in a straight line, and beyond the
  /// outermost as the line goes on, no further than to the next level of equal weight.
  double draw(double[] output, int at, int stride, Rng rng) {
    if (kind == ForecastLoss.GAUSSIAN) {
      return output[at] + deviation(output[at + stride]) * rng.nextGaussian();
    }
    double level = rng.nextDouble();
    int last = levels.size() - 1;
    if (last == 0) {
      return output[at];
    }
    int upper = 1;
    while (upper < last && levels.get(upper) < level) {
      upper++;
    }
    double low = level(output, at, stride, upper - 1);
    double high = level(output, at, stride, upper);
    double share = (level - levels.get(upper - 1)) / (levels.get(upper) - levels.get(upper - 1));
    return low + Math.clamp(share, -1, 2) * (high - low);
  }
}
