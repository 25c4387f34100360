package dev.refrain.task.translation;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Embedding;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.attention.Attention;
import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The layers that write the target. With `y` the embedding of the token before, `s` the output of
/// the recurrent layers and `c` the context that attention reads, a step is
///
/// ```
/// none            s = cell(y, s')               r = s
/// additive, hard  c = look(s')                  s = cell([y; c], s')        r = tanh(W·[s; c; y] + b)
/// dot, general    s = cell(y, s')               c = look(s)                 r = tanh(W·[s; c] + b)
///   with feeding  s = cell([y; r'], s')
/// ```
///
/// and the logits are a linear map of the readout `r`. The first is Sutskever, Vinyals & Le 2014,
/// the second Bahdanau, Cho & Bengio 2014 (a tanh layer where they have maxout; the layers above the
/// first are as in any stack) and Xu et al. 2015, the third Luong, Pham & Manning 2015. The readout
/// is as wide as the embedding.
final class Decoder {
  private final TranslationConfig config;
  private final Embedding embedding;
  private final Recurrent recurrent;
  private final Attention attention; // null for none
  private final Linear readout; // null where the recurrent output is read as it is
  private final Linear output;
  private final Linear baseline; // null but for hard attention

  /// @param memory how wide the encoder's output is
  /// @param vocabulary how many tokens there are to write
  Decoder(
      TranslationConfig config,
      Parameters.Scope scope,
      Embedding embedding,
      int memory,
      int vocabulary) {
    this.config = config;
    this.embedding = embedding;
    boolean attends = config.attention() != AttentionKind.NONE;
    int width = config.embedding();
    int input = config.embedding() + (feedsContext() ? memory : config.inputFeeding() ? width : 0);
    recurrent = Recurrent.create(config.decoder(), scope.child("recurrent"), input);
    int hidden = recurrent.outputSize();
    int comparing = config.attentionSize() == 0 ? topWidth() : config.attentionSize();
    attention =
        attends
            ? Attention.create(
                config.attention(), scope.child("attention"), topWidth(), memory, comparing)
            : null;
    int read = hidden + (attends ? memory : 0) + (feedsContext() ? config.embedding() : 0);
    boolean reads = attends || (config.tied() && hidden != width);
    readout =
        reads
            ? Linear.create(
                scope.child("readout"), read, width, attends, Initializers.glorotUniform())
            : null;
    output =
        config.tied()
            ? new Linear(
                embedding.weight(),
                scope.child("output").parameter("bias", Shape.of(vocabulary), Initializers.zeros()))
            : Linear.create(
                scope.child("output"),
                reads ? width : hidden,
                vocabulary,
                true,
                Initializers.glorotUniform());
    baseline =
        config.attention() == AttentionKind.HARD
            ? Linear.create(
                scope.child("baseline"), topWidth(), 1, true, Initializers.glorotUniform())
            : null;
  }

  /// Where one stands between two steps.
  ///
  /// @param parts the state of the recurrent layers
  /// @param fed the readout of the step before, `[B, E]`; null unless the input is fed
  record State(List<Value> parts, Value fed) {}

  /// What comes out of one step.
  ///
  /// @param output of the recurrent layers, `[B, H]`
  /// @param input what the step read, `[B, E]`
  /// @param look where it looked; null without attention
  /// @param readout `[B, R]`, if the next step reads it; else null
  record Step(Value output, Value input, State state, Attention.Look look, Value readout) {}

  Recurrent recurrent() {
    return recurrent;
  }

  /// What foresees the mean loss of the tokens to come from the query; null but for hard attention,
  /// which learns with it.
  Linear baseline() {
    return baseline;
  }

  /// What the decoder looks at while it writes.
  ///
  /// @param sequence the encoder's output, `[S, B, M]`
  /// @return null without attention
  Attention.Memory remember(Value sequence, int[] lengths) {
    return attention == null ? null : attention.remember(sequence, lengths);
  }

  /// Whether attention comes before the cell, which reads what it found.
  private boolean feedsContext() {
    return config.attention() == AttentionKind.ADDITIVE || config.attention() == AttentionKind.HARD;
  }

  private int topWidth() {
    return config.decoder().hidden().getLast();
  }

  /// Whether the steps of a target that is known need not wait for each other.
  boolean goesAllAtOnce() {
    return !feedsContext() && !config.inputFeeding();
  }

  /// The embeddings of tokens, after dropout.
  ///
  /// @param ids row-major in the shape `outer`; −1 for none
  Value embed(Tape tape, int[] ids, Shape outer) {
    return Dropout.apply(embedding.apply(tape, ids, outer), config.inputDropout());
  }

  /// The state before the first step.
  State begin(Tape tape, List<Value> parts) {
    int rows = parts.getFirst().shape().extent(0);
    Value fed =
        config.inputFeeding()
            ? tape.constant(tape.zeros(Shape.of(rows, config.embedding())))
            : null;
    return new State(parts, fed);
  }

  /// What comes out of a target that is known.
  ///
  /// @param readouts `[T, B, R]`
  /// @param looks where each step looked; empty without attention, or if nobody asks for them
  record Reading(Value readouts, List<Attention.Look> looks) {}

  /// Reads a target that is known.
  ///
  /// @param inputs the embeddings of the tokens before, `[T, B, E]`
  /// @param lengths of the targets
  Reading readAll(
      Tape tape, Attention.Memory memory, List<Value> begin, Value inputs, int[] lengths) {
    if (goesAllAtOnce()) {
      Value outputs = recurrent.apply(tape, inputs, lengths, begin).sequence();
      if (attention == null) {
        return new Reading(readout(outputs, null, inputs), List.of());
      }
      Attention.Look look = attention.lookAll(memory, outputs);
      return new Reading(readout(outputs, look.context(), inputs), List.of(look));
    }
    List<Step> steps = new ArrayList<>();
    State state = begin(tape, begin);
    for (int t = 0; t < inputs.shape().extent(0); t++) {
      Step step = step(tape, memory, state, inputs.at(t));
      state = step.state();
      steps.add(step);
    }
    List<Attention.Look> looks = steps.stream().map(Step::look).toList();
    if (config.inputFeeding()) {
      return new Reading(Join.stack(steps.stream().map(Step::readout).toList()), looks);
    }
    Value outputs = Join.stack(steps.stream().map(Step::output).toList());
    Value contexts = Join.stack(looks.stream().map(Attention.Look::context).toList());
    return new Reading(readout(outputs, contexts, inputs), looks);
  }

  /// One step.
  ///
  /// @param input the embeddings of the tokens before, `[B, E]`
  Step step(Tape tape, Attention.Memory memory, State state, Value input) {
    Attention.Look look = null;
    Value in = input;
    if (feedsContext()) {
      look = attention.look(memory, topOutput(state));
      in = Join.columns(List.of(input, look.context()));
    } else if (config.inputFeeding()) {
      in = Join.columns(List.of(input, state.fed()));
    }
    Shape step = in.shape();
    Recurrent.Output out =
        recurrent.apply(tape, in.reshape(1, step.extent(0), step.columns()), null, state.parts());
    Value output = out.sequence().at(0);
    if (attention != null && look == null) {
      look = attention.look(memory, output);
    }
    Value read = config.inputFeeding() ? readout(output, look.context(), input) : null;
    return new Step(output, input, new State(out.state(), read), look, read);
  }

  /// What the logits of a step are made of, `[B, R]`.
  Value readout(Step step) {
    return step.readout() != null
        ? step.readout()
        : readout(step.output(), step.look() == null ? null : step.look().context(), step.input());
  }

  /// The output of the topmost cell one step before; of the parts of its state the first.
  private Value topOutput(State state) {
    int layers = config.decoder().hidden().size();
    return state.parts().get(state.parts().size() / layers * (layers - 1));
  }

  private Value readout(Value output, Value context, Value input) {
    if (readout == null) {
      return output;
    }
    if (context == null) {
      return readout.apply(output);
    }
    Value read =
        Join.columns(feedsContext() ? List.of(output, context, input) : List.of(output, context));
    return readout.apply(read).tanh();
  }

  /// The logits of readouts: from `[.., R]` to `[.., V]`.
  Value logits(Value readouts) {
    return output.apply(Dropout.apply(readouts, config.outputDropout()));
  }
}
