package dev.refrain.task.forecast;

import dev.refrain.autodiff.Join;
import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.nn.Dropout;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentSession;
import java.util.List;

/// The layers of a forecasting model: dropout → recurrent layers → dropout → linear layer. Letters as
/// in [WindowBatch]; P numbers describe the forecast of one value, see [Likelihood].
final class ForecastNetwork {
  private final ForecastConfig config;
  private final Recurrent recurrent;
  private final Recurrent decoder; // null unless the method has one
  private final Linear output;

  ForecastNetwork(ForecastConfig config, Parameters parameters) {
    this.config = config;
    int targets = config.series().targets().size();
    int known = config.series().knownWidth();
    Parameters.Scope root = parameters.root();
    recurrent = Recurrent.create(config.recurrent(), root.child("recurrent"), config.inputWidth());
    decoder =
        config.method() == ForecastMethod.DECODER
            ? Recurrent.create(config.recurrent(), root.child("decoder"), 1 + known)
            : null;
    boolean direct = config.method() == ForecastMethod.DIRECT;
    int steps = direct ? config.horizon() : 1;
    int in = recurrent.outputSize() + (direct ? steps * known : 0);
    output =
        Linear.create(
            root.child("output"),
            in,
            Math.multiplyExact(steps * targets, config.parametersPerValue()),
            true,
            Initializers.glorotUniform());
  }

  /// What comes of reading some steps.
  ///
  /// @param output what is forecast of the step behind each, `[T, B, P · D]`
  /// @param state the recurrent layers' state behind the last, see [Recurrent.Output]
  record Reading(Value output, List<Value> state) {}

  /// Reads steps and forecasts after each what follows: the recursive method.
  ///
  /// @param inputs `[T, B, D + K]`
  /// @param initial the state to begin with; empty for zeros
  /// @param from the first step whose forecast is wanted
  Reading read(Tape tape, Value inputs, List<Value> initial, int from) {
    Recurrent.Output read =
        recurrent.apply(tape, dropped(inputs, config.inputDropout()), null, initial);
    Value wanted = read.sequence().slice(from, inputs.shape().extent(0));
    return new Reading(output.apply(dropped(wanted, config.outputDropout())), read.state());
  }

  /// All steps behind a window at once: the direct method gives `[B, P · H · D]`, a decoder `[H, B, P
  /// · D]`.
  Value ahead(Tape tape, WindowBatch batch) {
    Value inputs = dropped(batch.inputs(0), config.inputDropout());
    Recurrent.Output read = recurrent.apply(tape, inputs, null, List.of());
    if (decoder != null) {
      Value future = batch.futureInSteps(config.horizon());
      Value decoded = decoder.apply(tape, future, null, read.state()).sequence();
      return output.apply(dropped(decoded, config.outputDropout()));
    }
    Value last = dropped(read.sequence().at(config.input() - 1), config.outputDropout());
    return output.apply(
        config.series().knownWidth() == 0
            ? last
            : Join.columns(List.of(last, batch.futureInARow(config.horizon()))));
  }

  private Value dropped(Value sequence, double rate) {
    return config.recurrent().variational() && sequence.shape().rank() == 3
        ? Dropout.variational(sequence, rate)
        : Dropout.apply(sequence, rate);
  }

  /// Begins to read step by step.
  RecurrentSession openSession(PackedWeights packed) {
    return recurrent.openSession(packed);
  }

  /// The last layer.
  Linear output() {
    return output;
  }
}
