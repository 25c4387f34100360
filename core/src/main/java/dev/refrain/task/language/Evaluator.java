package dev.refrain.task.language;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.DataException;
import dev.refrain.data.EncodedText;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Predicts a text in stretches, many side by side; see [Evaluation].
final class Evaluator {
  /// How many time steps go on one tape.
  private static final int BLOCK = 64;

  private static final int MAX_ROWS = 32;

  /// Bounds the logits of a block, `[BLOCK, rows, V]`, in numbers.
  private static final int MAX_LOGITS = 1 << 21;

  private final LanguageModel model;
  private final int[] ids;
  private final Kernels kernels;

  private Evaluator(LanguageModel model, int[] ids) {
    this.model = model;
    this.ids = ids;
    this.kernels = Devices.best();
  }

  /// Some stretches of equal length, to be read side by side.
  ///
  /// @param warmUp how many tokens each reads first without counting
  /// @param starts where in the text each begins to read
  /// @param length how many tokens each reads
  private record Group(int warmUp, List<Integer> starts, int length) {}

  static Evaluation evaluate(LanguageModel model, EncodedText text) {
    if (text.tokens() < 2) {
      throw new DataException(
          "The text has %d tokens, and at least 2 are needed to predict one from the other."
              .formatted(text.tokens()));
    }
    int[] ids = text.ids();
    long predictions = Arrays.stream(ids, 1, ids.length).filter(id -> id >= 0).count();
    if (predictions == 0) {
      throw new DataException(
          "The model knows none of the %,d characters after the first; evaluate it on text like that it was trained on."
              .formatted(ids.length - 1));
    }
    double nats = new Evaluator(model, ids).nats();
    return new Evaluation(
        predictions, characters(model, text), text.unknown(), text.tokens(), nats);
  }

  /// How many characters the predictions stand for. A word that the model does not know counts with
  /// all of its own, as one prediction; a character that it does not know is no prediction.
  private static long characters(LanguageModel model, EncodedText text) {
    int[] ids = text.ids();
    if (model.config().level() == TextLevel.CHARACTER) {
      return Arrays.stream(ids, 1, ids.length).filter(id -> id >= 0).count();
    }
    String first = model.vocabulary().token(ids[0]);
    return text.characters() - first.codePointCount(0, first.length());
  }

  private double nats() {
    List<Group> groups = groups();
    int threads = Math.min(groups.size(), Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Double>> parts =
          groups.stream().map(group -> executor.submit(() -> nats(group))).toList();
      double sum = 0;
      for (Future<Double> part :
          parts) { // in the order of the text, so the bits are always the same
        sum += part.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException("evaluation failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("evaluation was interrupted", e);
    }
  }

  private List<Group> groups() {
    int predictions = ids.length - 1;
    int stretch = Evaluation.STRETCH;
    int rows = Math.clamp(MAX_LOGITS / ((long) BLOCK * model.vocabulary().size()), 1, MAX_ROWS);
    List<Group> groups = new ArrayList<>();
    groups.add(new Group(0, List.of(0), Math.min(stretch, predictions)));
    List<Integer> starts = new ArrayList<>();
    int from = stretch;
    for (; from + stretch <= predictions; from += stretch) {
      starts.add(from - Evaluation.WARM_UP);
      if (starts.size() == rows) {
        groups.add(new Group(Evaluation.WARM_UP, starts, Evaluation.WARM_UP + stretch));
        starts = new ArrayList<>();
      }
    }
    if (!starts.isEmpty()) {
      groups.add(new Group(Evaluation.WARM_UP, starts, Evaluation.WARM_UP + stretch));
    }
    if (from < predictions) {
      int start = from - Evaluation.WARM_UP;
      groups.add(new Group(Evaluation.WARM_UP, List.of(start), predictions - start));
    }
    return groups;
  }

  private double nats(Group group) {
    BufferPool pool = new BufferPool(kernels.precision());
    int rows = group.starts().size();
    List<Tensor> state =
        model.stateShapes(rows).stream()
            .map(shape -> Tensor.zeros(kernels.precision(), shape))
            .toList();
    double sum = 0;
    for (int block = 0; block < group.length(); block += BLOCK) {
      int steps = Math.min(BLOCK, group.length() - block);
      int[] inputs = new int[steps * rows];
      int[] targets = new int[steps * rows];
      Arrays.fill(targets, -1);
      for (int row = 0; row < rows; row++) {
        for (int t = 0; t < steps; t++) {
          int position = group.starts().get(row) + block + t;
          inputs[t * rows + row] = ids[position];
          if (block + t >= group.warmUp()) {
            targets[t * rows + row] = ids[position + 1];
          }
        }
      }
      try (Tape tape = Tape.evaluating(kernels, pool)) {
        var reading = model.read(tape, inputs, rows, state.stream().map(tape::constant).toList());
        for (int part = 0; part < state.size(); part++) {
          state.get(part).copyFrom(reading.state().get(part).data());
        }
        if (block + steps > group.warmUp()) {
          Value logits = model.logits(reading.sequence());
          sum += CrossEntropy.consuming(logits, targets, 0).data().item();
        }
      }
    }
    return sum;
  }
}
