package dev.refrain.bench.kernel;

import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Pointwise;
import dev.refrain.kernel.Pointwise.Term;
import dev.refrain.kernel.PointwiseCall;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Compiled pointwise programs, in nanoseconds an element, over `[32, 128]`: a cell's state. Run as
/// [MatrixProductBenchmark] is.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class PointwiseBenchmark {
  private static final int ROWS = 32;
  private static final int COLUMNS = 128;
  private static final int ELEMENTS = ROWS * COLUMNS;

  @Param({"add", "exp", "log", "tanh", "sigmoid", "lstm", "lstmBackward"})
  public String program;

  private PointwiseCall call;

  @Setup
  public void prepare() {
    Rng rng = Rng.seeded(1);
    Pointwise pointwise = equations(program);
    call = Devices.best().prepare(pointwise);
    for (String operand : pointwise.operands()) {
      Tensor tensor = Tensor.zeros(ROWS, COLUMNS);
      for (int i = 0; i < ELEMENTS; i++) {
        tensor.set(i, rng.nextDouble(0.1, 0.9));
      }
      call.bind(operand, Matrix.of(tensor));
    }
  }

  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public PointwiseCall run() {
    call.run();
    return call;
  }

  private static Pointwise equations(String program) {
    var p = Pointwise.named(program);
    Term x = p.read("x");
    switch (program) {
      case "add" -> p.write("y", x.plus(p.read("z")));
      case "exp" -> p.write("y", x.exp());
      case "log" -> p.write("y", x.log());
      case "tanh" -> p.write("y", x.tanh());
      case "sigmoid" -> p.write("y", x.sigmoid());
      case "lstm" -> writeLstm(p, x);
      case "lstmBackward" -> writeLstmBackward(p, x);
      default -> throw new IllegalArgumentException("no program '" + program + "'");
    }
    return p.build();
  }

  private static void writeLstm(Pointwise.Builder p, Term inputGate) {
    Term i = inputGate.sigmoid();
    Term f = p.read("f").sigmoid();
    Term g = p.read("g").tanh();
    Term o = p.read("o").sigmoid();
    Term c = f.timesPlus(p.read("cPrevious"), i.times(g));
    p.write("x", i).write("f", f).write("g", g).write("o", o);
    p.write("c", c).write("h", o.times(c.tanh()));
  }

  private static void writeLstmBackward(Pointwise.Builder p, Term i) {
    Term f = p.read("f");
    Term g = p.read("g");
    Term o = p.read("o");
    Term dh = p.read("dh");
    Term tanhC = p.read("c").tanh();
    Term dc = dh.times(o).timesPlus(tanhC.square().complement(), p.read("dc"));
    p.write("x", dc.times(g).times(i).times(i.complement()));
    p.write("f", dc.times(p.read("cPrevious")).times(f).times(f.complement()));
    p.write("g", dc.times(i).times(g.square().complement()));
    p.write("o", dh.times(tanhC).times(o).times(o.complement()));
    p.write("dc", dc.times(f));
  }
}
