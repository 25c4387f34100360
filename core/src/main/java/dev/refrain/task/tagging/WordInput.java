package dev.refrain.task.tagging;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;
import static dev.refrain.config.Checks.requireWhole;

import dev.refrain.data.Vocabulary;
import java.util.Locale;

/// Which words have a vector of their own.
///
/// @param embedding how many numbers stand for a word
/// @param minimumCount how often a word must occur in the training data to be known
/// @param vocabulary the most words that are known, the unknown one included
/// @param lowerCase whether upper and lower case are the same here; characters see the difference
/// @param foldDigits whether all digits are 0 here
/// @param dropout how often a word is taken for unknown in training, so that the unknown one is
///     learned and the characters are listened to
public record WordInput(
    int embedding,
    int minimumCount,
    int vocabulary,
    boolean lowerCase,
    boolean foldDigits,
    double dropout) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public WordInput {
    requireWhole("words.embedding", embedding, 1, 1 << 16);
    requireWhole("words.minimumCount", minimumCount, 1, Integer.MAX_VALUE);
    requireWhole("words.vocabulary", vocabulary, 2, 1 << 24);
    requireRate("words.dropout", dropout);
  }

  /// A word as the vocabulary knows it.
  String normalized(String word) {
    String normalized = lowerCase ? word.toLowerCase(Locale.ROOT) : word;
    if (foldDigits) {
      StringBuilder folded = new StringBuilder();
      normalized.codePoints().forEach(c -> folded.appendCodePoint(Character.isDigit(c) ? '0' : c));
      normalized = folded.toString();
    }
    return normalized;
  }

  /// The number of a word.
  int id(Vocabulary known, String word) {
    int id = known.id(normalized(word));
    return id < 0 ? known.unknown() : id;
  }

  /// The same with vectors of another width.
  public WordInput withEmbedding(int newEmbedding) {
    return new WordInput(newEmbedding, minimumCount, vocabulary, lowerCase, foldDigits, dropout);
  }

  /// The same with other words known.
  public WordInput withVocabulary(int newMinimumCount, int newVocabulary) {
    return new WordInput(embedding, newMinimumCount, newVocabulary, lowerCase, foldDigits, dropout);
  }

  /// The same with or without the difference of case and of digits.
  public WordInput withFolding(boolean newLowerCase, boolean newFoldDigits) {
    return new WordInput(embedding, minimumCount, vocabulary, newLowerCase, newFoldDigits, dropout);
  }

  /// The same with another rate of dropout.
  public WordInput withDropout(double newDropout) {
    require(newDropout >= 0, "words.dropout is %s, it must be at least 0", newDropout);
    return new WordInput(embedding, minimumCount, vocabulary, lowerCase, foldDigits, newDropout);
  }
}
