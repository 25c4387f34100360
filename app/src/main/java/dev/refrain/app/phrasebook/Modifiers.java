package dev.refrain.app.phrasebook;

/// What may stand around a verb: "not", "never", "often".
///
/// @param ne the French word that a negated verb has before it
/// @param not `not` and `pas`
/// @param adverb `never` or a frequency
record Modifiers(Phrase ne, Phrase not, Phrase adverb) {
  static final Modifiers NONE = new Modifiers(Phrase.EMPTY, Phrase.EMPTY, Phrase.EMPTY);

  boolean negative() {
    return !ne.equals(Phrase.EMPTY);
  }
}
