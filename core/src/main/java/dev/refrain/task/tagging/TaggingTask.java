package dev.refrain.task.tagging;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.LengthBuckets;
import dev.refrain.data.TaggedSentence;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.loss.CrossEntropy;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A tagger with the sentences it learns, as the trainer sees them. Losses are in nats per word.
///
/// With [Selection#SCORE] the validation loss is `1 − F1` of the entities, which is a mean:
/// `(missed + wrong) / (2 · correct + missed + wrong)`. Where there are no entities to be found it is
/// the part of the words whose tag is wrong.
public final class TaggingTask implements Task {
  private final TaggingModel model;
  private final SurfaceForms forms;
  private final List<EncodedSentence> training = new ArrayList<>();
  private final List<EncodedSentence> validation = new ArrayList<>();
  private final List<List<Entity>> entities = new ArrayList<>(); // of the validation's sentences
  private final LengthBuckets order;
  private final LengthBuckets validationOrder;
  private final boolean byEntities;

  /// A task to learn `corpus`, which must be the one that the model was made for, or have its
  /// vocabularies.
  public TaggingTask(TaggingModel model, TaggingCorpus corpus) {
    this.model = model;
    forms = model.surfaceForms();
    boolean byLoss = model.config().selection() == Selection.LOSS;
    for (TaggedSentence sentence : corpus.training()) {
      training.add(model.encode(sentence.words(), sentence.tags(), forms));
    }
    for (TaggedSentence sentence : corpus.validation()) {
      EncodedSentence encoded = model.encode(sentence.words(), sentence.tags(), forms);
      if (!byLoss || encoded.learnable()) {
        validation.add(encoded);
        entities.add(Entity.of(sentence.tags()));
      }
    }
    byEntities =
        model.config().scheme() != TagScheme.PLAIN
            && entities.stream().anyMatch(list -> !list.isEmpty());
    order = order(training);
    validationOrder = order(validation);
  }

  private LengthBuckets order(List<EncodedSentence> sentences) {
    return new LengthBuckets(
        sentences.size(),
        model.config().batch(),
        (a, b) -> sentences.get(b).length() - sentences.get(a).length());
  }

  public TaggingModel model() {
    return model;
  }

  /// Whether the validation loss is `1 − F1`; else it is nats per word, or the part of wrong tags.
  public boolean validatesByEntities() {
    return byEntities && model.config().selection() == Selection.SCORE;
  }

  @Override
  public Parameters parameters() {
    return model.parameters();
  }

  @Override
  public void startEpoch(int epoch, Rng rng) {
    order.startEpoch(rng);
  }

  @Override
  public int steps() {
    return order.steps();
  }

  @Override
  public ShardLoss loss(Tape tape, int step, Shard shard) {
    int rows = order.rows(step);
    if (shard.from(rows) == shard.to(rows)) {
      return null;
    }
    return loss(tape, batch(training, order, step, shard));
  }

  private ShardLoss loss(Tape tape, TaggedBatch batch) {
    Value emissions = model.emissions(tape, batch);
    Value sum =
        switch (model.config().output()) {
          case SOFTMAX -> CrossEntropy.consuming(emissions, batch.tags(), 0);
          case CRF -> model.chain().loss(emissions, batch.tags(), batch.lengths());
        };
    return new ShardLoss(sum, batch.tokens());
  }

  private TaggedBatch batch(
      List<EncodedSentence> of, LengthBuckets buckets, int step, Shard shard) {
    int rows = buckets.rows(step);
    List<EncodedSentence> taken = new ArrayList<>();
    for (int row = shard.from(rows); row < shard.to(rows); row++) {
      taken.add(of.get(buckets.item(step, row)));
    }
    return new TaggedBatch(taken, forms);
  }

  @Override
  public int validationSteps() {
    return validationOrder.steps();
  }

  @Override
  public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
    int rows = validationOrder.rows(step);
    if (shard.from(rows) == shard.to(rows)) {
      return null;
    }
    TaggedBatch batch = batch(validation, validationOrder, step, shard);
    if (model.config().selection() == Selection.LOSS) {
      return loss(tape, batch);
    }
    int[] best = model.chain().best(tape, model.emissions(tape, batch).data(), batch.lengths());
    long errors = 0;
    long count = 0;
    for (int b = 0; b < batch.rows(); b++) {
      if (byEntities) {
        List<Entity> found = Entity.of(tags(best, batch, b));
        List<Entity> wanted = entities.get(validationOrder.item(step, shard.from(rows) + b));
        long correct = found.stream().filter(wanted::contains).count();
        errors += found.size() + wanted.size() - 2 * correct;
        count += found.size() + wanted.size();
      } else {
        for (int t = 0; t < batch.lengths()[b]; t++) {
          int at = t * batch.rows() + b;
          errors += best[at] == batch.tags()[at] ? 0 : 1;
          count++;
        }
      }
    }
    Tensor sum = tape.allocate(Shape.of());
    tape.kernels().fill(Matrix.of(sum), (double) errors);
    return new ShardLoss(tape.constant(sum), count);
  }

  private List<String> tags(int[] best, TaggedBatch batch, int row) {
    List<String> tags = new ArrayList<>();
    for (int t = 0; t < batch.lengths()[row]; t++) {
      tags.add(model.tags().token(best[t * batch.rows() + row]));
    }
    return tags;
  }

  /// Nothing: every batch begins anew.
  @Override
  public Map<String, Tensor> carried() {
    return Map.of();
  }

  @Override
  public void restoreCarried(Map<String, Tensor> carried) {
    if (!carried.isEmpty()) {
      throw new IllegalArgumentException(
          "the state to go on with has the parts %s, this task has none"
              .formatted(carried.keySet()));
    }
  }
}
