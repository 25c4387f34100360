package dev.refrain.task.classification;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.nn.LinearCall;
import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.nn.recurrent.RecurrentSession;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// Classifies a text or a series while it arrives: after each step it says what the model would say
/// if it ended here.
///
/// ```java
/// ClassificationSession session = model.openSession();
/// session.push(acceleration, rotation);           // the features of one step, in the file's units
/// System.out.println(session.label() + " " + session.probabilities());
/// ```
///
/// A step of a series allocates nothing once it is warm. A session belongs to one thread at a time;
/// sessions of one model may run side by side. It reads on where the model, by its configuration,
/// would have stopped.
public final class ClassificationSession {
  private static final Pointwise MAXIMUM = maximum();
  private static final Pointwise SCALE = scale();

  private final ClassificationModel model;
  private final PackedWeights packed;
  private final Kernels kernels;
  private final RecurrentSession layers;
  private final Tensor gathered; // of the outputs so far, `[F]`: their sum or their maximum
  private final PointwiseCall gather; // null where the last output is read out
  private final PointwiseCall average; // null unless the mean is
  private final LinearCall output;
  private final Tensor probabilities;
  private final Matrix probabilityRow;
  private long steps;

  ClassificationSession(ClassificationModel model, PackedWeights packed) {
    this.model = model;
    this.packed = packed;
    kernels = packed.kernels();
    ReadoutKind readout = model.config().readout();
    layers = model.recurrent().openSession(packed);
    Tensor last = layers.output();
    gathered = vector(last.shape().size());
    Tensor vector = readout == ReadoutKind.MEAN ? vector(last.shape().size()) : gathered;
    probabilities = vector(model.labels().size());
    probabilityRow = row(probabilities);
    gather =
        switch (readout) {
          case LAST -> null;
          case MEAN ->
              kernels
                  .prepare(Pointwise.ADD_TO)
                  .bind("sum", row(gathered))
                  .bind("addend", row(last));
          case MAX ->
              kernels.prepare(MAXIMUM).bind("greatest", row(gathered)).bind("value", row(last));
          case ATTENTION ->
              throw new IllegalArgumentException(
                  "a session judges step by step, and attention reads out the whole; train with the"
                      + " readout last, mean or max");
        };
    average =
        readout == ReadoutKind.MEAN
            ? kernels.prepare(SCALE).bind("mean", row(vector)).bind("sum", row(gathered))
            : null;
    output = model.output().prepare(packed, gather == null ? last : vector, probabilities);
    reset();
  }

  private static Pointwise maximum() {
    var p = Pointwise.named("greatest so far");
    return p.write("greatest", p.read("greatest").maximum(p.read("value"))).build();
  }

  private static Pointwise scale() {
    var p = Pointwise.named("mean so far");
    return p.write("mean", p.read("sum").times(p.scalar("factor"))).build();
  }

  private Tensor vector(int size) {
    return Tensor.zeros(kernels.precision(), Shape.of(size));
  }

  private static Matrix row(Tensor vector) {
    return Matrix.ofRows(vector, 1);
  }

  /// Reads one step of a series.
  ///
  /// @param features in the order of [ClassificationModel#features], in the units of the data that
  ///     was learned
  /// @return [#probabilities]
  /// @throws dev.refrain.data.DataException if there are more or fewer, or one is not a number
  /// @throws IllegalStateException if the model reads texts
  public Tensor push(float... features) {
    switch (model.input()) {
      case SeriesInput series -> series.put(features, layers.input());
      case TextInput _ -> throw new IllegalStateException("the model reads texts, not series");
    }
    step();
    return probabilities;
  }

  /// Reads a piece of a text, which begins and ends where tokens do: one or several words, or
  /// characters.
  ///
  /// @return [#probabilities]
  /// @throws IllegalStateException if the model reads series
  public Tensor push(String text) {
    switch (model.input()) {
      case TextInput input -> {
        for (int id : input.codec().encode(text)) {
          input.put(id, layers.input());
          step();
        }
      }
      case SeriesInput _ -> throw new IllegalStateException("the model reads series, not texts");
    }
    return probabilities;
  }

  private void step() {
    layers.step();
    steps++;
    if (gather != null) {
      gather.run();
    }
    if (average != null) {
      average.bind("factor", 1.0 / steps);
      average.run();
    }
    output.run();
    kernels.softmaxRows(probabilityRow, probabilityRow);
  }

  /// How probable each class is, `[classes]` in the order of [ClassificationModel#labels];
  /// overwritten by the next step. All equal before the first.
  public Tensor probabilities() {
    return probabilities;
  }

  /// The likeliest class.
  public String label() {
    int best = 0;
    for (int label = 1; label < probabilities.shape().size(); label++) {
      best = probabilities.get(label) > probabilities.get(best) ? label : best;
    }
    return model.labels().token(best);
  }

  /// How many steps it has read.
  public long steps() {
    return steps;
  }

  /// Forgets all it has read.
  public void reset() {
    layers.reset();
    steps = 0;
    boolean greatest = model.config().readout() == ReadoutKind.MAX;
    kernels.fill(row(gathered), greatest ? Double.NEGATIVE_INFINITY : 0);
    kernels.fill(probabilityRow, 1.0 / probabilities.shape().size());
  }

  /// A second session that stands where this one does and goes its own way.
  public ClassificationSession fork() {
    var other = new ClassificationSession(model, packed);
    other.layers.rewind(layers.snapshot());
    other.gathered.copyFrom(gathered);
    other.probabilities.copyFrom(probabilities);
    other.steps = steps;
    return other;
  }
}
