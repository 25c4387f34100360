package dev.refrain.metric;

/// How well one class, or one type of entity, is found.
///
/// @param label its name
/// @param found how many were rightly found (true positives)
/// @param predicted how many were said to be of it, rightly or not
/// @param support how many there are
public record ClassScore(String label, long found, long predicted, long support) {

  /// The part of what was predicted that is right; 0 if nothing was predicted.
  public double precision() {
    return ratio(found, predicted);
  }

  /// The part of what there is that was found; 0 if there is nothing.
  public double recall() {
    return ratio(found, support);
  }

  /// The harmonic mean of precision and recall, `2·found / (predicted + support)`.
  public double f1() {
    return ratio(2 * found, predicted + support);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
