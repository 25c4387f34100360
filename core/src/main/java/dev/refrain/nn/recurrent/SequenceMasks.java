package dev.refrain.nn.recurrent;

import dev.refrain.autodiff.Tape;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The random masks of one layer over one batch, drawn in a fixed order so that the fused path and
/// the composition of tape operations draw the same ones.
///
/// @param recurrent `[B, H]` for recurrent dropout, or null
/// @param zoneout for each part of the state `[T, B, H]` in training, `[H]` of ones otherwise, or
///     null; empty if that is so for all
record SequenceMasks(Tensor recurrent, List<Tensor> zoneout) {

  static SequenceMasks draw(
      Tape tape, StepOptions options, int steps, int batch, int hidden, int parts) {
    Tensor recurrent = null;
    if (options.recurrentDropout() > 0 && tape.training()) {
      recurrent = mask(tape, options.recurrentDropout(), Shape.of(batch, hidden));
    }
    if (options.zoneoutHidden() == 0 && options.zoneoutCell() == 0) {
      return new SequenceMasks(recurrent, List.of());
    }
    List<Tensor> zoneout = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      double rate = options.zoneout(part);
      if (rate == 0) {
        zoneout.add(null);
      } else if (tape.training()) {
        zoneout.add(mask(tape, rate, Shape.of(steps, batch, hidden)));
      } else {
        Tensor ones = tape.allocate(hidden);
        tape.kernels().fill(Projection.row(ones), 1);
        zoneout.add(ones);
      }
    }
    return new SequenceMasks(recurrent, zoneout);
  }

  /// The zoneout mask of a part of the state, or null.
  Tensor zoneout(int part) {
    return zoneout.isEmpty() ? null : zoneout.get(part);
  }

  private static Tensor mask(Tape tape, double rate, Shape shape) {
    Tensor mask = tape.allocate(shape);
    tape.kernels().dropoutMask(tape.rng().nextLong(), 1 - rate, Matrix.of(mask));
    return mask;
  }
}
