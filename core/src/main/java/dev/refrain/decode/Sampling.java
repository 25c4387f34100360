package dev.refrain.decode;

import dev.refrain.tensor.Rng;

/// How the next token is drawn from a model's probabilities: first the logits are divided by the
/// temperature, then only the `topK` likeliest are kept (Fan et al. 2018), then only the likeliest
/// whose probabilities together reach `nucleus` (Holtzman et al. 2019), and from these one is drawn.
///
/// @param temperature 1 draws as the model says, below 1 keeps closer to the likeliest, above 1
///     strays further; 0 always takes the likeliest
/// @param topK how many of the likeliest may be drawn; 0 means all
/// @param nucleus the probability that the tokens which may be drawn must reach together; 1 means
///     all
public record Sampling(double temperature, int topK, double nucleus) {
  /// Always the likeliest token; of equally likely ones the one with the smaller number.
  public static final Sampling GREEDY = new Sampling(0, 0, 1);

  /// @throws IllegalArgumentException if a value is out of its range
  public Sampling {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "temperature %s; it must be 0 or more, usual are 0.5 to 1.2".formatted(temperature));
    }
    if (topK < 0) {
      throw new IllegalArgumentException(
          "top-k %d; it must be 1 or more, or 0 for all tokens".formatted(topK));
    }
    if (!(nucleus > 0 && nucleus <= 1)) {
      throw new IllegalArgumentException(
          "nucleus %s; it must be above 0 and at most 1".formatted(nucleus));
    }
  }

  /// Draws from all tokens at a temperature.
  public static Sampling temperature(double temperature) {
    return new Sampling(temperature, 0, 1);
  }

  /// The same with another number of likeliest tokens to draw from.
  public Sampling withTopK(int newTopK) {
    return new Sampling(temperature, newTopK, nucleus);
  }

  /// The same with another nucleus.
  public Sampling withNucleus(double newNucleus) {
    return new Sampling(temperature, topK, newNucleus);
  }

  /// Draws the number of a token.
  public int draw(Distribution distribution, Rng rng) {
    if (temperature == 0) {
      return distribution.likeliest(1)[0];
    }
    int[] ids = distribution.likeliest(topK == 0 ? distribution.size() : topK);
    double[] weights = new double[ids.length];
    double largest = distribution.logProbability(ids[0]);
    double sum = 0;
    for (int i = 0; i < ids.length; i++) {
      weights[i] = Math.exp((distribution.logProbability(ids[i]) - largest) / temperature);
      sum += weights[i];
    }
    int kept = ids.length;
    if (nucleus < 1) {
      double needed = nucleus * sum;
      sum = 0;
      kept = 0;
      while (kept < ids.length && sum < needed) {
        sum += weights[kept++];
      }
    }
    double point = rng.nextDouble() * sum;
    int drawn = 0;
    while (drawn < kept - 1 && point >= weights[drawn]) {
      point -= weights[drawn++];
    }
    return ids[drawn];
  }
}
