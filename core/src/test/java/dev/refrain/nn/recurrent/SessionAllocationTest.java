package dev.refrain.nn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.refrain.ChildJvm;
import dev.refrain.kernel.Devices;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.tensor.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A step of a session allocates nothing once it is warm, for every cell with layers of differing
/// width, and with the options that touch a step. Measured in a virtual machine that has seen
/// nothing else: see [dev.refrain.train.AllocationTest].
class SessionAllocationTest {
  @Test
  @Timeout(300)
  void aStepAllocatesNothing() throws IOException, InterruptedException {
    List<String> flags = List.of("-Xmx512m", "--add-modules", "jdk.incubator.vector");
    Process process = ChildJvm.start(ChildJvm.command(Steps.class, flags));
    String output = ChildJvm.output(process);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.endsWith(": 0 bytes")))
        .as(output)
        .hasSize(CellKind.values().length + Steps.WITH_OPTIONS.size());
  }

  /// Says for each case what a window of steps allocated at least, of as many windows as it takes
  /// HotSpot to compile the vector code, whose vectors are objects before.
  static final class Steps {
    private static final int WINDOW = 1000;
    private static final int LONGEST = 200;
    private static final int INPUT = 13;
    private static final List<CellKind> WITH_OPTIONS =
        List.of(CellKind.LSTM, CellKind.GRU_RESET_BEFORE);

    private Steps() {}

    public static void main(String[] arguments) {
      for (CellKind cell : CellKind.values()) {
        var stack = RecurrentConfig.of(cell, 40, 24).withConnections(Connections.SKIP);
        report(cell + ", stack", stack);
      }
      for (CellKind cell : WITH_OPTIONS) {
        var all =
            RecurrentConfig.of(cell, 33, 33)
                .withConnections(Connections.RESIDUAL)
                .withDepth(1, 1)
                .withTransition(1, true)
                .withZoneout(0.2, 0.1)
                .withLayerNorm(true);
        report(cell + ", options", all);
      }
    }

    private static void report(String name, RecurrentConfig config) {
      var model = new Contract.Model(config, INPUT, Precision.FLOAT32, 1);
      RecurrentSession session = model.fused.openSession(model.parameters.packed(Devices.best()));
      float[] features = new float[INPUT];
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int window = 0; window < LONGEST && least > 0; window++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < WINDOW; step++) {
          features[step % INPUT] = 0.01f * step;
          session.push(features);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      System.out.println(name + ": " + least + " bytes");
    }
  }
}
