package dev.refrain.app.attention;

/// Characters that stand for weights, from light to dark.
///
/// @param characters one for weights below the first of [#STEPS], then one for those from each on
record Shades(String characters) {
  /// Block characters of Unicode.
  static final Shades BLOCKS = new Shades(" ░▒▓█");

  /// The same in ASCII.
  static final Shades ASCII = new Shades(" .+*#");

  /// From which weight on a character stands for it; below the first, a space does.
  private static final double[] STEPS = {0.05, 0.2, 0.4, 0.7};

  char of(float weight) {
    int shade = 0;
    while (shade < STEPS.length && weight >= STEPS[shade]) {
      shade++;
    }
    return characters.charAt(shade);
  }

  /// What the characters mean, on one line.
  String legend() {
    var text = new StringBuilder();
    for (int i = 0; i < STEPS.length; i++) {
      text.append(i == 0 ? "" : "   ").append(characters.charAt(i + 1)).append(" from ");
      text.append(Math.round(100 * STEPS[i])).append(" %");
    }
    return text.toString();
  }
}
