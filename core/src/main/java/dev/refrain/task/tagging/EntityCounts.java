package dev.refrain.task.tagging;

/// How many things there were to be found, were found, and were right, and what follows from that.
///
/// @param reference how many there are
/// @param found how many the tagger found
/// @param correct how many of these are right
public record EntityCounts(long reference, long found, long correct) {
  static final EntityCounts NONE = new EntityCounts(0, 0, 0);

  EntityCounts plus(EntityCounts other) {
    return new EntityCounts(
        reference + other.reference, found + other.found, correct + other.correct);
  }

  /// The part of what was found that is right; 0 if nothing was found.
  public double precision() {
    return found == 0 ? 0 : (double) correct / found;
  }

  /// The part of what there is that was found; 0 if there is nothing.
  public double recall() {
    return reference == 0 ? 0 : (double) correct / reference;
  }

  /// The harmonic mean of the two; 0 if both are.
  public double f1() {
    return correct == 0 ? 0 : 2.0 * correct / (found + reference);
  }
}
