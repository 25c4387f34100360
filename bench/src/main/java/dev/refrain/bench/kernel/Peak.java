package dev.refrain.bench.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The multiply-add peak of one core, as Java can have it: independent chains of multiply-adds that
/// stay in registers, two more for each than a latency of four cycles on two ports needs.
final class Peak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10;
  private static final int TURNS = 20_000;
  private static final int FLOPS = 2; // of a multiply-add
  private static final float NEARLY_ONE = 0.999_999f;

  /// Where results go, so that they are needed.
  private final float[] sink = new float[SPECIES.length()];

  /// The best of many short runs.
  ///
  /// @param nanos how long to try
  /// @return GFLOP/s
  double measure(long nanos) {
    double best = 0;
    double flops = (double) FLOPS * CHAINS * TURNS * SPECIES.length();
    for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) {
      long from = System.nanoTime();
      run();
      best = Math.max(best, flops / (System.nanoTime() - from));
    }
    return best;
  }

  private void run() {
    FloatVector factor = FloatVector.broadcast(SPECIES, NEARLY_ONE);
    FloatVector a = factor;
    FloatVector b = factor;
    FloatVector c = factor;
    FloatVector d = factor;
    FloatVector e = factor;
    FloatVector f = factor;
    FloatVector g = factor;
    FloatVector h = factor;
    FloatVector i = factor;
    FloatVector j = factor;
    for (int turn = 0; turn < TURNS; turn++) {
      a = a.fma(factor, factor);
      b = b.fma(factor, factor);
      c = c.fma(factor, factor);
      d = d.fma(factor, factor);
      e = e.fma(factor, factor);
      f = f.fma(factor, factor);
      g = g.fma(factor, factor);
      h = h.fma(factor, factor);
      i = i.fma(factor, factor);
      j = j.fma(factor, factor);
    }
    a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).intoArray(sink, 0);
  }
}
