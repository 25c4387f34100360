package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.refrain.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// A density over a domain, made of some of its values (Parzen 1962).
///
/// For a range: on the unit interval, a mean of normal distributions, each cut off at 0 and 1. One
/// stands at each value, as wide as the farther of its two neighbours is away, but at least
/// `1 / min(100, n + 2)` and at most 1; one more stands in the middle with a deviation of 1, so that
/// nothing is ever impossible. For choices: how often each was taken, and once more.
final class ParzenDensity {
  private static final int NARROWEST = 100;

  private final Domain domain;
  private final double[] means; // of a range
  private final double[] deviations;
  private final double[] weights; // of choices

  ParzenDensity(Domain domain, List<JsonNode> values) {
    this.domain = domain;
    if (domain instanceof Choices choices) {
      means = deviations = new double[0];
      weights = new double[choices.values().size()];
      Arrays.fill(weights, 1);
      values.forEach(value -> weights[choices.index(value)]++);
      double sum = Arrays.stream(weights).sum();
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
    } else {
      weights = new double[0];
      means = new double[values.size() + 1];
      for (int i = 0; i < values.size(); i++) {
        means[i] = Math.clamp(domain.place(values.get(i)), 0, 1);
      }
      means[values.size()] = 0.5;
      deviations = deviations(values.size());
    }
  }

  private double[] deviations(int count) {
    double[] sorted = Arrays.copyOf(means, count);
    Arrays.sort(sorted);
    double narrowest = 1.0 / Math.min(NARROWEST, count + 2);
    double[] deviations = new double[count + 1];
    for (int i = 0; i < count; i++) {
      int at = Arrays.binarySearch(sorted, means[i]);
      double left = at == 0 ? means[i] : means[i] - sorted[at - 1];
      double right = at == count - 1 ? 1 - means[i] : sorted[at + 1] - means[i];
      deviations[i] = Math.clamp(Math.max(left, right), narrowest, 1);
    }
    deviations[count] = 1;
    return deviations;
  }

  /// How likely a value is, up to a factor that is the same for all densities over the domain.
  double of(JsonNode value) {
    if (domain instanceof Choices choices) {
      return weights[choices.index(value)];
    }
    double place = Math.clamp(domain.place(value), 0, 1);
    double sum = 0;
    for (int i = 0; i < means.length; i++) {
      double distance = (place - means[i]) / deviations[i];
      double mass = normal((1 - means[i]) / deviations[i]) - normal(-means[i] / deviations[i]);
      sum += StrictMath.exp(-0.5 * distance * distance) / (deviations[i] * mass);
    }
    return sum / means.length;
  }

  /// A value as likely as the density says.
  JsonNode draw(Rng rng) {
    if (domain instanceof Choices choices) {
      double left = rng.nextDouble();
      int index = 0;
      while (index < weights.length - 1 && left >= weights[index]) {
        left -= weights[index++];
      }
      return choices.values().get(index);
    }
    int component = rng.nextInt(means.length);
    double place;
    do {
      place = means[component] + deviations[component] * rng.nextGaussian();
    } while (place < 0 || place > 1); // which a third or more do not
    return domain.at(place);
  }

  /// The distribution function of the normal distribution, to seven digits (Abramowitz & Stegun
  /// 26.2.17).
  private static double normal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double tail =
        0.3989422804014327
            * StrictMath.exp(-0.5 * x * x)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x >= 0 ? 1 - tail : tail;
  }
}
