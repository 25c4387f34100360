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
    Decoder decoder = model.decoder();
    Value inputs = decoder.embed(tape, batch.inputs(), Shape.of(batch.targetSteps(), batch.rows()));
    Decoder.Reading reading =
        decoder.readAll(tape, encoding.memory(), encoding.state(), inputs, batch.targetLengths());
    return new Writing(reading.readouts(), decoder.logits(reading.readouts()), reading.looks());
  }

  /// Of targets that the decoder reads in part as it would write them itself.
  static Writing mixed(Tape tape, TranslationModel model, PairBatch batch, Forcing forcing) {
    TranslationModel.Encoding encoding = model.encode(tape, batch.source(), batch.sourceLengths());
    Decoder decoder = model.decoder();
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
