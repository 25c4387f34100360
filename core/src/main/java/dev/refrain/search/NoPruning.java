package dev.refrain.search;

import java.util.List;
import java.util.Optional;

/// Every trial uses its whole budget.
public record NoPruning() implements Pruner {
  @Override
  public String kind() {
    return "none";
  }

  @Override
  public Optional<String> verdict(List<Double> own, List<Trial> seen, Measure measure) {
    return Optional.empty();
  }

  @Override
  public int sees(int trial, int parallel) {
    return 0;
  }
}
