package dev.refrain.task.classification;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.Tape;
import dev.refrain.data.DataException;
import dev.refrain.data.LabelledText;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.metric.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Says of which class items are. Items of similar length are read side by side, so many at once are
/// faster than one by one. The model's weights must not change meanwhile.
///
/// Not safe for use by several threads; make one for each.
public final class Classifier {
  private static final int BATCH = 64;

  private final ClassificationModel model;
  private final Kernels kernels = Devices.best();
  private final BufferPool pool = new BufferPool(kernels.precision());

  private Classifier(ClassificationModel model) {
    this.model = model;
  }

  public static Classifier of(ClassificationModel model) {
    return new Classifier(model);
  }

  /// The class of a text.
  ///
  /// @throws IllegalStateException if the model reads series
  public Classification classify(String text) {
    return classify(List.of(text)).getFirst();
  }

  /// The classes of texts, in their order. Of a text without any token the model says what it holds
  /// without evidence.
  ///
  /// @throws IllegalStateException if the model reads series
  public List<Classification> classify(List<String> texts) {
    TextInput input = textInput();
    return classifyItems(
        texts.stream().map(text -> item(input, text, Item.UNKNOWN_LABEL)).toList());
  }

  /// The classes of series in the units of their files, in their order.
  ///
  /// @throws DataException if they do not have the model's features, or lack values
  /// @throws IllegalStateException if the model reads texts
  public List<Classification> classify(SeriesSet series) {
    return classifyItems(
        prepare(series).stream().map(one -> item(one, Item.UNKNOWN_LABEL)).toList());
  }

  /// What each step is that is read of a text, as at the edge of an attention map.
  ///
  /// @throws IllegalStateException if the model reads series
  public List<String> tokens(String text) {
    TextInput input = textInput();
    return input.codec().surface(item(input, text, Item.UNKNOWN_LABEL).ids());
  }

  /// Compares with what is right.
  ///
  /// @throws DataException if there is nothing to compare, or a text is of a class that was not
  ///     learned; the message says where it stands
  /// @throws IllegalStateException if the model reads series
  public ClassificationReport evaluate(List<LabelledText> texts) {
    TextInput input = textInput();
    return evaluateItems(
        texts.stream()
            .map(
                text ->
                    item(
                        input,
                        text.text(),
                        ClassificationCorpus.label(model.labels(), text.label(), text.place())))
            .toList());
  }

  /// Compares with what is right.
  ///
  /// @throws DataException if a series has no label, or is of a class that was not learned, or they
  ///     do not have the model's features, or lack values; the message says where
  /// @throws IllegalStateException if the model reads texts
  public ClassificationReport evaluate(SeriesSet series) {
    series.labels(); // says which series lacks one
    return evaluateItems(
        prepare(series).stream()
            .map(
                one ->
                    item(
                        one,
                        ClassificationCorpus.label(
                            model.labels(), one.label().orElseThrow(), one.origin())))
            .toList());
  }

  private TextInput textInput() {
    return switch (model.input()) {
      case TextInput text -> text;
      case SeriesInput _ -> throw new IllegalStateException("the model reads series, not texts");
    };
  }

  private List<Series> prepare(SeriesSet series) {
    return switch (model.input()) {
      case TextInput _ -> throw new IllegalStateException("the model reads texts, not series");
      case SeriesInput input -> input.features().prepare(series, model.config().series().missing());
    };
  }

  private Item item(Series series, int label) {
    return Item.series(series, model.config().maximumLength(), label);
  }

  private Item item(TextInput input, String text, int label) {
    return Item.text(input.codec().encode(text), model.config().maximumLength(), label);
  }

  private ClassificationReport evaluateItems(List<Item> items) {
    if (items.isEmpty()) {
      throw new DataException("There is nothing to evaluate on; give labelled items.");
    }
    var matrix = new ConfusionMatrix(model.labels().tokens());
    List<Classification> found = classifyItems(items);
    double nats = 0;
    for (int i = 0; i < items.size(); i++) {
      int truth = items.get(i).label();
      matrix.add(truth, model.labels().id(found.get(i).label()));
      nats -= Math.log(Math.max(Double.MIN_NORMAL, found.get(i).probabilities().get(truth)));
    }
    return new ClassificationReport(matrix, nats);
  }

  private List<Classification> classifyItems(List<Item> items) {
    var found = new Classification[items.size()];
    var batches = new ItemBatches(items, BATCH);
    for (int step = 0; step < batches.steps(); step++) {
      int rows = batches.rows(step);
      ItemBatch batch = batches.batch(step, 0, rows);
      try (Tape tape = Tape.evaluating(kernels, pool)) {
        ClassificationModel.Reading read = model.read(tape, batch);
        float[] probabilities = read.logits().softmax().data().toArray();
        float[] weights = read.weights() == null ? null : read.weights().data().toArray();
        for (int row = 0; row < rows; row++) {
          found[batches.item(step, row)] = classification(batch, row, probabilities, weights);
        }
      }
    }
    return Arrays.asList(found);
  }

  private Classification classification(
      ItemBatch batch, int row, float[] probabilities, float[] weights) {
    int classes = model.labels().size();
    List<Double> ofRow = part(probabilities, row * classes, classes);
    int best = 0;
    for (int label = 1; label < classes; label++) {
      best = ofRow.get(label) > ofRow.get(best) ? label : best;
    }
    return new Classification(
        model.labels().token(best),
        ofRow.get(best),
        ofRow,
        weights == null ? List.of() : part(weights, row * batch.steps(), batch.lengths()[row]));
  }

  private static List<Double> part(float[] values, int from, int count) {
    List<Double> part = new ArrayList<>(count);
    for (int i = from; i < from + count; i++) {
      part.add((double) values[i]);
    }
    return part;
  }
}
