package dev.refrain.task.translation;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Rows;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.decode.StepScores;
import dev.refrain.decode.StepSource;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.attention.Attention;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One model that translates a batch of sentences, a token in each row a step.
///
/// The sentences are read once; each row knows which of them it looks at, so that the rows of a beam
/// share what was read. One tape lasts from first step to last, so that weights are packed once.
final class ModelSource implements StepSource, AutoCloseable {
  private final TranslationModel model;
  private final Kernels kernels;
  private final Tape tape;
  private final int[] lengths;
  private final int positions;
  private final TranslationModel.Encoding encoding;

  private int[] sentences; // of each row; null before the first step
  private List<Tensor> state = List.of(); // the parts, and what is fed
  private float[] logProbabilities = {};
  private float[] attention = {};
  private StepScores scores;

  /// @param sources token numbers with their ends
  ModelSource(TranslationModel model, List<int[]> sources, BufferPool pool) {
    this.model = model;
    kernels = Devices.best();
    tape = Tape.evaluating(kernels, pool);
    lengths = sources.stream().mapToInt(source -> source.length).toArray();
    positions = Arrays.stream(lengths).max().orElseThrow();
    int rows = sources.size();
    int[] ids = new int[positions * rows];
    Arrays.fill(ids, -1);
    for (int row = 0; row < rows; row++) {
      for (int s = 0; s < lengths[row]; s++) {
        ids[s * rows + row] = sources.get(row)[s];
      }
    }
    encoding = model.encode(tape, ids, lengths);
  }

  @Override
  public int vocabulary() {
    return model.target().vocabulary().size();
  }

  @Override
  public StepScores advance(int[] from, int[] tokens) {
    tape.scratch(() -> scores = step(from, tokens));
    return scores;
  }

  private StepScores step(int[] from, int[] tokens) {
    int rows = from.length;
    Decoder decoder = model.decoder();
    Decoder.State before = before(from);
    Attention.Memory memory =
        encoding.memory() == null ? null : encoding.memory().forRows(sentences);
    Decoder.Step step =
        decoder.step(tape, memory, before, decoder.embed(tape, tokens, Shape.of(rows)));
    keep(step.state());
    StepScores expected =
        StepScores.of(rows, vocabulary(), logProbabilities(decoder.logits(decoder.readout(step))));
    return step.look() == null
        ? expected
        : expected.withAttention(positions, attention(step.look().weights()));
  }

  /// Puts each row on the sentence and the state that it goes on from.
  private Decoder.State before(int[] from) {
    if (sentences == null) {
      sentences = from.clone();
      Decoder.State begin = model.decoder().begin(tape, encoding.state());
      return new Decoder.State(
          begin.parts().stream().map(part -> rows(part, from)).toList(),
          begin.fed() == null ? null : rows(begin.fed(), from));
    }
    int[] previous = sentences;
    sentences = Arrays.stream(from).map(row -> previous[row]).toArray();
    List<Value> parts = new ArrayList<>();
    for (Tensor part : state) {
      parts.add(rows(tape.constant(part), from));
    }
    Value fed = model.config().inputFeeding() ? parts.removeLast() : null;
    return new Decoder.State(parts, fed);
  }

  private static Value rows(Value part, int[] from) {
    return Rows.gather(part, from, Shape.of(from.length, part.shape().columns()));
  }

  /// Copies a state to where the next step finds it.
  private void keep(Decoder.State after) {
    List<Value> parts = new ArrayList<>(after.parts());
    if (after.fed() != null) {
      parts.add(after.fed());
    }
    boolean fits = !state.isEmpty() && state.getFirst().shape().equals(parts.getFirst().shape());
    if (fits) {
      for (int part = 0; part < parts.size(); part++) {
        state.get(part).copyFrom(parts.get(part).data());
      }
    } else {
      state = parts.stream().map(part -> part.data().copy()).toList();
    }
  }

  /// The logarithm of the softmax, `[rows, V]`.
  private float[] logProbabilities(Value logits) {
    Tensor data = logits.data();
    int rows = logits.shape().extent(0);
    int columns = logits.shape().columns();
    if (logProbabilities.length < rows * columns) {
      logProbabilities = new float[rows * columns];
    }
    data.copyTo(logProbabilities);
    Tensor ofFirst = tape.allocate(rows, 1); // −log p(0) = log Σ exp(logit) − logit(0)
    kernels.crossEntropy(Matrix.of(data), new int[rows], Matrix.of(ofFirst), null);
    for (int row = 0; row < rows; row++) {
      int at = row * columns;
      float logSum = (float) (ofFirst.get(row) + logProbabilities[at]);
      for (int i = at; i < at + columns; i++) {
        // rounding must not make a logarithm of a probability positive
        logProbabilities[i] = Math.min(0, logProbabilities[i] - logSum);
      }
    }
    return logProbabilities;
  }

  /// The weights `[rows, S]` in the order of the source as it was written.
  private float[] attention(Value weights) {
    int rows = weights.shape().extent(0);
    if (attention.length < rows * positions) {
      attention = new float[rows * positions];
    }
    weights.data().copyTo(attention);
    if (model.config().reversedSource()) {
      for (int row = 0; row < rows; row++) {
        int length = lengths[sentences[row]];
        for (int s = 0; s < length / 2; s++) {
          int other = Reversal.position(s, length);
          if (other > s) {
            float swapped = attention[row * positions + s];
            attention[row * positions + s] = attention[row * positions + other];
            attention[row * positions + other] = swapped;
          }
        }
      }
    }
    return attention;
  }

  @Override
  public void close() {
    tape.close();
  }
}
