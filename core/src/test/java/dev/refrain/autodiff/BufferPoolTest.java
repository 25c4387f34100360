package dev.refrain.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Storage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BufferPoolTest {
  private final BufferPool pool = new BufferPool(Precision.FLOAT32);

  /// What a step takes, all given back at its end.
  private void step(int... lengths) {
    Set<Storage> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int length : lengths) {
      Storage buffer = pool.take(length);
      assertThat(buffer.length()).isGreaterThanOrEqualTo(length);
      assertThat(taken.add(buffer)).as("not given out already").isTrue();
    }
    taken.forEach(pool::giveBack);
  }

  @Test
  void theSameStepTakesTheSameBuffersAgain() {
    step(1000, 1, 30_000, 1000, 17);
    long held = pool.idleBytes();
    for (int i = 0; i < 5; i++) {
      step(1000, 1, 30_000, 1000, 17);
    }
    assertThat(pool.idleBytes()).isEqualTo(held);
  }

  /// Batches of sentences have many lengths; the pool holds what the longest needs, not the sum.
  @Test
  void stepsOfManyLengthsShareBuffers() {
    step(64 * 40_000, 60 * 40_000);
    long held = pool.idleBytes();
    for (int length = 64; length > 32; length--) {
      step(length * 40_000, (length - 4) * 40_000);
    }
    assertThat(pool.idleBytes()).isLessThanOrEqualTo(held * 5 / 4);
  }

  @Test
  void aSmallRequestDoesNotTakeALargeBuffer() {
    step(100_000);
    long held = pool.idleBytes();
    step(1000);
    assertThat(pool.idleBytes()).isGreaterThan(held);
  }
}
