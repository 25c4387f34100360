package dev.refrain.bench.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The multiply-add peak of one core, as Java can have it: independent chains of multiply-adds that
/// stay in registers, two more than a latency of four cycles on two ports needs. Each adds to what it has, as
/// the products' kernels do, which is one instruction; where the sum is a factor of the next multiply-add HotSpot copies
/// a register before each.
final class Peak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10;
  private static final int TURNS = 20_000;
  private static final int FLOPS = 2; // of a multiply-add
  private static final float FACTOR = 0.999_999f;
  private static final float STEP = 1e-6f; // small enough for sums that stay finite

  /// Where numbers come from and results go, so that both are needed and no chain is another's.
  private final float[] numbers = new float[CHAINS * SPECIES.length()];

  /// The best of many short runs.
  ///
  /// @param nanos how long to try
  /// @return GFLOP/s
  double measure(long nanos) {
    return flops() / ShortRuns.shortest(this::run, nanos);
  }

  /// GFLOP/s of one short run, now.
  double rate() {
    return flops() / ShortRuns.nanos(this::run);
  }

  private static double flops() {
    return (double) FLOPS * CHAINS * TURNS * SPECIES.length();
  }

  private void run() {
    FloatVector factor = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector step = FloatVector.broadcast(SPECIES, STEP);
    FloatVector a = load(0);
    FloatVector b = load(1);
    FloatVector c = load(2);
    FloatVector d = load(3);
    FloatVector e = load(4);
    FloatVector f = load(5);
    FloatVector g = load(6);
    FloatVector h = load(7);
    FloatVector i = load(8);
    FloatVector j = load(9);
    for (int turn = 0; turn < TURNS; turn++) {
      a = factor.fma(step, a);
      b = factor.fma(step, b);
      c = factor.fma(step, c);
      d = factor.fma(step, d);
      e = factor.fma(step, e);
      f = factor.fma(step, f);
      g = factor.fma(step, g);
      h = factor.fma(step, h);
      i = factor.fma(step, i);
      j = factor.fma(step, j);
    }
    store(a, 0);
    store(b, 1);
    store(c, 2);
    store(d, 3);
    store(e, 4);
    store(f, 5);
    store(g, 6);
    store(h, 7);
    store(i, 8);
    store(j, 9);
  }

  private FloatVector load(int chain) {
    return FloatVector.fromArray(SPECIES, numbers, chain * SPECIES.length());
  }

  private void store(FloatVector value, int chain) {
    value.intoArray(numbers, chain * SPECIES.length());
  }
}
