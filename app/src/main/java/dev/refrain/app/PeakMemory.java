package dev.refrain.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/// How much of the heap was in use at most since some moment, garbage included.
final class PeakMemory {
  private final List<MemoryPoolMXBean> pools;

  private PeakMemory(List<MemoryPoolMXBean> pools) {
    this.pools = pools;
  }

  /// Begins to look.
  static PeakMemory begin() {
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    return new PeakMemory(pools);
  }

  /// The sum of what each part of the heap held at most.
  long bytes() {
    return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }
}
