package dev.refrain.search;

import static dev.refrain.config.Checks.require;

/// How long a trial learns.
///
/// @param unit what is counted
/// @param amount how many of them
public record Budget(BudgetUnit unit, int amount) {

  /// @throws IllegalArgumentException if there is none
  public Budget {
    require(amount >= 1, "the budget is %d %s, it must be 1 or more", amount, unit.label());
  }

  public static Budget steps(int steps) {
    return new Budget(BudgetUnit.STEPS, steps);
  }

  public static Budget epochs(int epochs) {
    return new Budget(BudgetUnit.EPOCHS, epochs);
  }

  public static Budget seconds(int seconds) {
    return new Budget(BudgetUnit.SECONDS, seconds);
  }

  @Override
  public String toString() {
    String units = unit.label();
    return amount == 1
        ? "1 " + units.substring(0, units.length() - 1)
        : "%,d %s".formatted(amount, units);
  }
}
