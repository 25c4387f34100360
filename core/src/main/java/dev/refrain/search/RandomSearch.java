package dev.refrain.search;

import dev.refrain.tensor.Rng;
import java.util.List;

/// Each trial anywhere in the space, whatever the others came to (Bergstra & Bengio 2012).
public record RandomSearch() implements Strategy {

  @Override
  public String kind() {
    return "random";
  }

  @Override
  public Point propose(SearchSpace space, long seed, int trial, List<Trial> seen) {
    return draw(space, Strategy.rng(seed, trial).split("point"));
  }

  /// A point from anywhere. As many numbers are drawn in every case.
  static Point draw(SearchSpace space, Rng rng) {
    double[] places = new double[space.dimensions().size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = rng.nextDouble();
    }
    return space.point(places);
  }
}
