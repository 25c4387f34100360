package dev.refrain.task.translation;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.data.PairBatch;
import dev.refrain.nn.attention.Attention;
import dev.refrain.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// What a model expects at each place of some targets.
///
/// @param readouts what the logits are made of, `[T, B, R]`
/// @param logits `[T, B, V]`
/// @param looks where each step looked; empty without attention
record Writing(Value readouts, Value logits, List<Attention.Look> looks) {

  /// Of targets that are read as they are.
  static Writing known(Tape tape, TranslationModel model, PairBatch batch) {
    TranslationModel.Encoding encoding = model.encode(tape, batch.source(), batch.sourceLengths());
    return reading(tape, model, encoding, batch, batch.inputs());
  }

  /// @param inputs the tokens to read, `[T, B]`
  private static Writing reading(
      Tape tape,
      TranslationModel model,
      TranslationModel.Encoding encoding,
      PairBatch batch,
      int[] inputs) {
    Decoder decoder = model.decoder();
    Value embedded = decoder.embed(tape, inputs, Shape.of(batch.targetSteps(), batch.rows()));
    Decoder.Reading reading =
        decoder.readAll(tape, encoding.memory(), encoding.state(), embedded, batch.targetLengths());
    return new Writing(reading.readouts(), decoder.logits(reading.readouts()), reading.looks());
  }

  /// Of targets that the decoder reads in part as it would write them itself.
  ///
  /// No gradient flows through the choice of a token. So where steps need not wait for each other,
  /// the decoder writes first, beside the tape and without dropout, and what it wrote is then as good
  /// as known: all steps go back at once.
  static Writing mixed(Tape tape, TranslationModel model, PairBatch batch, Forcing forcing) {
    TranslationModel.Encoding encoding = model.encode(tape, batch.source(), batch.sourceLengths());
    return model.decoder().goesAllAtOnce()
        ? reading(
            tape, model, encoding, batch, inputs(tape, model.decoder(), encoding, batch, forcing))
        : stepByStep(tape, model.decoder(), encoding, batch, forcing);
  }

  /// What is read, the decoder's own tokens among it, `[T, B]`.
  private static int[] inputs(
      Tape tape,
      Decoder decoder,
      TranslationModel.Encoding encoding,
      PairBatch batch,
      Forcing forcing) {
    int rows = batch.rows();
    int[] all = batch.inputs().clone();
    int[] own = new int[rows];
    try (Tape beside = tape.beside()) {
      TranslationModel.Encoding there = encoding.on(beside);
      Decoder.State state = decoder.begin(beside, there.state());
      int last = forcing.lastOwn();
      for (int t = 0; t <= last; t++) {
        int[] inputs = forcing.inputs(t, batch.inputs(), own);
        System.arraycopy(inputs, 0, all, t * rows, rows);
        if (t < last) {
          Value embedded = decoder.embed(beside, inputs, Shape.of(rows));
          Decoder.Step step = decoder.step(beside, there.memory(), state, embedded);
          state = step.state();
          if (forcing.readsOwn(t + 1)) {
            Value logits = decoder.logits(decoder.readout(step));
            beside.kernels().argmaxRows(logits.matrix(), own);
          }
        }
      }
    }
    return all;
  }

  private static Writing stepByStep(
      Tape tape,
      Decoder decoder,
      TranslationModel.Encoding encoding,
      PairBatch batch,
      Forcing forcing) {
    Decoder.State state = decoder.begin(tape, encoding.state());
    List<Value> readouts = new ArrayList<>();
    List<Value> logits = new ArrayList<>();
    List<Attention.Look> looks = new ArrayList<>();
    int rows = batch.rows();
    int[] own = new int[rows];
    for (int t = 0; t < batch.targetSteps(); t++) {
      int[] inputs = forcing.inputs(t, batch.inputs(), own);
      Decoder.Step step =
          decoder.step(tape, encoding.memory(), state, decoder.embed(tape, inputs, Shape.of(rows)));
      state = step.state();
      readouts.add(decoder.readout(step));
      logits.add(decoder.logits(readouts.getLast()));
      if (step.look() != null) {
        looks.add(step.look());
      }
      if (t + 1 < batch.targetSteps() && forcing.readsOwn(t + 1)) {
        tape.kernels().argmaxRows(logits.getLast().matrix(), own);
      }
    }
    return new Writing(Join.stack(readouts), Join.stack(logits), looks);
  }
}
