package dev.refrain.decode;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A random model whose next token and attention depend on the sentence and on all that was written;
/// the slow twin of decoders asks it about any prefix, decoders about rows.
///
/// @param seed of everything
/// @param vocabulary the tokens, of which 0 begins and 1 ends a sequence
/// @param coarse whether log-probabilities are multiples of a half, so that many sequences tie
record PrefixModel(long seed, int vocabulary, boolean coarse) {
  static final int BEGIN = 0;
  static final int END = 1;
  static final TokenRoles ROLES = TokenRoles.of(BEGIN, END);

  /// What comes next; not quite a distribution when coarse, which no decoder minds.
  float[] logProbabilities(int sentence, List<Integer> prefix) {
    Rng rng = Rng.seeded(seed).split(sentence + ":" + prefix);
    float[] logits = new float[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      logits[token] = (float) (1.5 * rng.nextGaussian());
    }
    Distribution next = Distribution.ofLogits(logits);
    for (int token = 0; token < vocabulary; token++) {
      double logProbability = next.logProbability(token);
      logits[token] = (float) (coarse ? Math.rint(2 * logProbability) / 2 : logProbability);
    }
    return logits;
  }

  /// Weights over `length` positions that sum to 1.
  float[] attention(int sentence, List<Integer> prefix, int length) {
    Rng rng = Rng.seeded(seed + 1).split(sentence + ":" + prefix);
    float[] weights = new float[length];
    float sum = 0;
    for (int i = 0; i < length; i++) {
      weights[i] = (float) Math.exp(2 * rng.nextGaussian());
      sum += weights[i];
    }
    for (int i = 0; i < length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /// A source for sentences of these numbers and lengths.
  Source source(int[] sentences, int[] lengths) {
    return new Source(this, sentences, lengths);
  }

  /// Writes over its arrays in every step, as a source may.
  static final class Source implements StepSource {
    private final PrefixModel model;
    private final int[] sentences;
    private final int[] lengths;
    private final int positions;
    private List<Row> rows = new ArrayList<>();
    private float[] logProbabilities = new float[0];
    private float[] attention = new float[0];
    private int steps;

    private record Row(int sentence, List<Integer> prefix) {}

    private Source(PrefixModel model, int[] sentences, int[] lengths) {
      this.model = model;
      this.sentences = sentences;
      this.lengths = lengths;
      this.positions = Arrays.stream(lengths).max().orElse(0);
      for (int sentence = 0; sentence < sentences.length; sentence++) {
        rows.add(new Row(sentence, List.of()));
      }
    }

    int steps() {
      return steps;
    }

    @Override
    public int vocabulary() {
      return model.vocabulary;
    }

    @Override
    public StepScores advance(int[] from, int[] tokens) {
      List<Row> next = new ArrayList<>();
      for (int i = 0; i < from.length; i++) {
        Row before = rows.get(from[i]);
        List<Integer> prefix = new ArrayList<>(before.prefix);
        if (steps > 0) {
          prefix.add(tokens[i]);
        } else if (tokens[i] != BEGIN) {
          throw new AssertionError("the first token read is " + tokens[i]);
        }
        next.add(new Row(before.sentence, prefix));
      }
      steps++;
      rows = next;
      Arrays.fill(logProbabilities, Float.NaN);
      Arrays.fill(attention, Float.NaN);
      int size = from.length * model.vocabulary;
      if (logProbabilities.length < size) {
        logProbabilities = new float[size];
      }
      if (attention.length < from.length * positions) {
        attention = new float[from.length * positions];
      }
      for (int i = 0; i < from.length; i++) {
        Row row = rows.get(i);
        int sentence = sentences[row.sentence];
        int length = lengths[row.sentence];
        float[] expected = model.logProbabilities(sentence, row.prefix);
        System.arraycopy(expected, 0, logProbabilities, i * model.vocabulary, model.vocabulary);
        float[] weights = model.attention(sentence, row.prefix, length);
        Arrays.fill(attention, i * positions, (i + 1) * positions, 0);
        System.arraycopy(weights, 0, attention, i * positions, length);
      }
      return StepScores.of(from.length, model.vocabulary, logProbabilities)
          .withAttention(positions, attention);
    }
  }
}
