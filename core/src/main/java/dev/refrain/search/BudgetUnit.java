package dev.refrain.search;

import dev.refrain.config.Labels;
import java.util.Locale;

/// What a budget counts.
public enum BudgetUnit {
  /// Updates of the weights.
  STEPS,
  /// Times through the data.
  EPOCHS,
  /// Time on the clock; what a trial comes to then depends on the machine and on what else it does.
  SECONDS;

  /// The name in a study.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static BudgetUnit named(String name) {
    return Labels.find(values(), BudgetUnit::label, "unit of a budget", name);
  }
}
