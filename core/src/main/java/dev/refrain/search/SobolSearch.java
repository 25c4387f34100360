package dev.refrain.search;

import static dev.refrain.config.Checks.require;

import dev.refrain.tensor.Rng;
import java.util.List;

/// Points that fill the space evenly, shifted as the seed says: any first part of them leaves no
/// large hole and no heap, which random points do (Sobol 1967; see [SobolSequence]).
public record SobolSearch() implements Strategy {

  @Override
  public String kind() {
    return "sobol";
  }

  @Override
  public void check(SearchSpace space) {
    require(
        space.dimensions().size() <= SobolSequence.MOST_DIMENSIONS,
        "sobol fills up to %d dimensions, this space has %d; use random",
        SobolSequence.MOST_DIMENSIONS,
        space.dimensions().size());
  }

  @Override
  public Point propose(SearchSpace space, long seed, int trial, List<Trial> seen) {
    Rng shifts = Rng.seeded(seed).split("sobol");
    double[] places = new double[space.dimensions().size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = SobolSequence.shifted(i, trial - 1, (int) shifts.nextLong());
    }
    return space.point(places);
  }
}
