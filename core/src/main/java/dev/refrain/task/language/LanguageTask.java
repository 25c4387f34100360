package dev.refrain.task.language;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.DataException;
import dev.refrain.data.Feed;
import dev.refrain.data.IdBatch;
import dev.refrain.data.TextStream;
import dev.refrain.data.Windows;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A language model with the text it learns, as the trainer sees them.
///
/// Validation reads the held-out text the way training reads its own: in windows, each from an
/// empty state, or in streams that begin empty and carry their state. [LanguageModel#evaluate] is
/// the measure that does not depend on how a model was trained.
public final class LanguageTask implements Task {
  private static final String CARRIED = "state";

  private final LanguageModel model;
  private final Feed training;
  private final Feed validation;
  private final List<Tensor> trainingState;
  private final List<Tensor> validationState;
  private IdBatch[] batches = {};

  /// A task to learn `corpus`.
  ///
  /// @throws DataException if one of its parts is too short for the configuration
  public LanguageTask(LanguageModel model, Corpus corpus) {
    this.model = model;
    LanguageModelConfig config = model.config();
    int[] ids = corpus.training().ids();
    training =
        switch (config.feed()) {
          case WINDOWS ->
              new Windows(
                  ids, config.length(), config.windowStep(), config.batch(), config.targets());
          case STREAM -> TextStream.moving(ids, config.length(), config.batch());
        };
    validation = validation(config, corpus.validation().ids());
    trainingState = emptyState(training);
    validationState = emptyState(validation);
  }

  private static Feed validation(LanguageModelConfig config, int[] ids) {
    if (ids.length == 0) {
      return null;
    }
    if (ids.length < config.length() + 1) {
      throw new DataException(
          "The part held out for validation has %,d tokens, and a length of %,d needs %,d; use a longer text, a larger part or a smaller length."
              .formatted(ids.length, config.length(), config.length() + 1));
    }
    return switch (config.feed()) {
      case WINDOWS ->
          new Windows(ids, config.length(), config.windowStep(), config.batch(), config.targets());
      case STREAM ->
          TextStream.still(
              ids, config.length(), Math.min(config.batch(), (ids.length - 1) / config.length()));
    };
  }

  private List<Tensor> emptyState(Feed feed) {
    if (feed == null || !feed.continuous()) {
      return List.of();
    }
    return model.stateShapes(feed.rows(0)).stream()
        .map(shape -> Tensor.zeros(model.parameters().precision(), shape))
        .toList();
  }

  public LanguageModel model() {
    return model;
  }

  @Override
  public Parameters parameters() {
    return model.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    training.startEpoch(rng);
    clear(trainingState);
  }

  private static void clear(List<Tensor> state) {
    for (Tensor part : state) {
      part.copyFrom(Tensor.zeros(part.precision(), part.shape()));
    }
  }

  @Override
  public int steps() {
    return training.steps();
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    return loss(tape, training, trainingState, step, shard);
  }

  @Override
  public int validationSteps() {
    return validation == null ? 0 : validation.steps();
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    if (step == 0) {
      int rows = validation.rows(0);
      clear(rows(validationState, shard.from(rows), shard.to(rows)));
    }
    return loss(tape, validation, validationState, step, shard);
  }

  private ShardLoss loss(Tape tape, Feed feed, List<Tensor> state, int step, Shard shard) {
    int rows = feed.rows(step);
    int from = shard.from(rows);
    int to = shard.to(rows);
    if (from == to) {
      return null;
    }
    IdBatch batch = batch(shard);
    feed.fill(step, from, to, batch);
    List<Tensor> carried = rows(state, from, to);
    List<Value> initial = new ArrayList<>(carried.size());
    for (Tensor part : carried) {
      initial.add(tape.constant(part));
    }
    var reading = model.read(tape, batch.inputs(), to - from, initial);
    for (int part = 0; part < carried.size(); part++) {
      carried.get(part).copyFrom(reading.state().get(part).data());
    }
    Value predicting = reading.sequence();
    if (batch.targets().length < batch.inputs().length) {
      predicting = predicting.slice(batch.steps() - 1, batch.steps());
    }
    Value sum = CrossEntropy.consuming(model.logits(predicting), batch.targets(), 0);
    return new ShardLoss(sum, batch.targets().length);
  }

  private static List<Tensor> rows(List<Tensor> state, int from, int to) {
    List<Tensor> rows = new ArrayList<>(state.size());
    for (Tensor part : state) {
      rows.add(part.slice(from, to));
    }
    return rows;
  }

  /// The batch that a shard fills again at each step.
  private synchronized IdBatch batch(Shard shard) {
    if (batches.length != shard.count()) {
      batches = new IdBatch[shard.count()];
    }
    if (batches[shard.index()] == null) {
      batches[shard.index()] = new IdBatch();
    }
    return batches[shard.index()];
  }

  @Override
  public Map<String, Tensor> carried() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int part = 0; part < trainingState.size(); part++) {
      named.put(CARRIED + part, trainingState.get(part));
    }
    return named;
  }

  /// @throws IllegalArgumentException if there are other parts than [#carried] gives, or their
  ///     shapes differ
  @Override
  public void restoreCarried(Map<String, Tensor> carried) {
    Map<String, Tensor> own = carried();
    if (!carried.keySet().equals(own.keySet())) {
      throw new IllegalArgumentException(
          "the state to go on with has the parts %s, this task has %s"
              .formatted(carried.keySet(), own.keySet()));
    }
    own.forEach((name, part) -> part.copyFrom(carried.get(name)));
  }
}
