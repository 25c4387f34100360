package dev.refrain.decode;

import java.util.Arrays;

/// The rows of a step while they are being gathered: which row of the step before each goes on from,
/// what it reads, which sentence it belongs to and how likely it is so far.
final class StepRows {
  private int[] from;
  private int[] tokens;
  private int[] sentences;
  private double[] logProbabilities;
  private int size;

  StepRows(int capacity) {
    from = new int[capacity];
    tokens = new int[capacity];
    sentences = new int[capacity];
    logProbabilities = new double[capacity];
  }

  /// The rows of the first step: each sentence reads the token that begins a sequence.
  static StepRows first(int sentences, int begin) {
    StepRows rows = new StepRows(sentences);
    for (int sentence = 0; sentence < sentences; sentence++) {
      rows.add(sentence, begin, sentence, 0);
    }
    return rows;
  }

  /// Adds a row that goes on from row `before` of the last step.
  void add(int before, int token, int sentence, double logProbability) {
    from[size] = before;
    tokens[size] = token;
    sentences[size] = sentence;
    logProbabilities[size++] = logProbability;
  }

  /// These rows, once no more are added.
  StepRows complete() {
    from = Arrays.copyOf(from, size);
    tokens = Arrays.copyOf(tokens, size);
    sentences = Arrays.copyOf(sentences, size);
    logProbabilities = Arrays.copyOf(logProbabilities, size);
    return this;
  }

  int size() {
    return size;
  }

  /// The row each one goes on from; not a copy.
  int[] from() {
    return from;
  }

  /// What each row reads; not a copy.
  int[] tokens() {
    return tokens;
  }

  int sentence(int row) {
    return sentences[row];
  }

  double logProbability(int row) {
    return logProbabilities[row];
  }
}
