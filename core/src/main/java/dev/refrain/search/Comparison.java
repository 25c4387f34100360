package dev.refrain.search;

import dev.refrain.config.Labels;

/// How a condition compares.
enum Comparison {
  EQUAL("=="),
  UNEQUAL("!="),
  AT_MOST("<="),
  AT_LEAST(">="),
  BELOW("<"),
  ABOVE(">"),
  IN("in");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  static Comparison of(String sign) {
    return Labels.find(values(), Comparison::sign, "comparison", sign);
  }
}
