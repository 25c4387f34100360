package dev.refrain.task.tagging;

import dev.refrain.autodiff.BufferPool;
import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Tape;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.LinearCall;
import dev.refrain.nn.crf.ChainFilter;
import dev.refrain.nn.recurrent.RecurrentSession;
import dev.refrain.nn.recurrent.RecurrentState;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;

/// Tags words as they come, with a model that reads forward only. A tag is the most probable given the
/// words so far; [Tagger], which waits for the end of the sentence, may know better of an early one.
/// Tags are those of the scheme that is learned.
///
/// ```java
/// TaggingSession session = model.openSession();
/// for (String word : words) {
///   System.out.println(word + " " + session.push(word) + " " + session.probability());
/// }
/// session.reset();                     // the next sentence
/// ```
public final class TaggingSession {
  private final TaggingModel model;
  private final PackedWeights packed;
  private final BufferPool pool = new BufferPool(Precision.FLOAT32);
  private final RecurrentSession session;
  private final Tensor emissions; // [K]
  private final LinearCall output;
  private final ChainFilter filter;
  private int tag = -1;

  TaggingSession(TaggingModel model) {
    this.model = model;
    Kernels kernels = Devices.best();
    packed = model.parameters().packed(kernels);
    session = model.recurrent().openSession(packed);
    emissions = Tensor.zeros(Precision.FLOAT32, Shape.of(model.tags().size()));
    output = model.output().prepare(packed, session.output(), emissions);
    filter = model.chain().filter();
  }

  /// Reads a word.
  ///
  /// @return its tag
  public String push(String word) {
    Tensor input = session.input();
    int width = model.config().words().embedding();
    Tensor table = model.wordEmbedding().weight();
    int id = model.config().words().id(model.words(), word);
    input.slice(0, width).copyFrom(table.slice(id, id + 1).reshape(width));
    if (model.spelling() != null) {
      SurfaceForms forms = model.surfaceForms();
      int[] spelling = forms.spelling(forms.number(word));
      try (Tape tape = Tape.evaluating(packed, pool)) {
        Tensor composed =
            model.spelling().apply(tape, spelling, new int[] {spelling.length}).data();
        int all = input.shape().size();
        input.slice(width, all).copyFrom(composed.reshape(all - width));
      }
    }
    session.step();
    output.run();
    tag = filter.push(emissions);
    return model.tags().token(tag);
  }

  /// How probable the tag of the last word is, given the words so far; 0 before the first.
  public double probability() {
    return tag < 0 ? 0 : filter.probability(tag);
  }

  /// Begins a new sentence.
  public void reset() {
    session.reset();
    filter.reset();
    tag = -1;
  }

  /// Where a session stood after a word, to come back to.
  public static final class State {
    private final RecurrentState recurrent;
    private final ChainFilter filter;
    private final int tag;

    private State(TaggingSession from) {
      recurrent = from.session.snapshot();
      filter = from.model.chain().filter();
      filter.goTo(from.filter);
      tag = from.tag;
    }
  }

  /// Where it stands now.
  public State snapshot() {
    return new State(this);
  }

  /// Goes back, or over, to where a session of the same model stood.
  public void rewind(State to) {
    session.rewind(to.recurrent);
    filter.goTo(to.filter);
    tag = to.tag;
  }

  /// A session of its own that stands where this one does.
  public TaggingSession fork() {
    var fork = new TaggingSession(model);
    fork.rewind(snapshot());
    return fork;
  }
}
