package dev.refrain.examples;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.nn.Linear;
import dev.refrain.nn.LinearCall;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.init.Initializers;
import dev.refrain.nn.loss.SquaredError;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.nn.recurrent.RecurrentSession;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Tensor;
import dev.refrain.train.Shard;
import dev.refrain.train.ShardLoss;
import dev.refrain.train.Task;
import dev.refrain.train.Trainer;
import java.util.List;
import java.util.Map;

/// Forecasts readings as they arrive, one at a time: the state is carried from reading to reading,
/// a step takes microseconds and leaves no garbage. A fork of the session looks further ahead by
/// reading its own forecasts, while the session itself waits for the next true one.
public final class LiveForecast {
  private static final int CYCLE = 24;
  private static final int LEARNED = 2_000;
  private static final int LIVE = 500;
  private static final int AHEAD = 6;

  private LiveForecast() {}

  public static void main(String[] args) {
    float[] readings = readings(LEARNED + LIVE + AHEAD, Rng.seeded(1));
    var task = new NextReading(readings);
    Trainer.of(task)
        .optimizer(OptimizerConfig.of(OptimizerKind.ADAM).withRate(1e-2))
        .epochs(8)
        .run();

    // Everything is made before the first reading arrives.
    PackedWeights packed = task.parameters.packed(Devices.best());
    RecurrentSession session = task.stack.openSession(packed);
    Tensor forecast = Tensor.zeros(1);
    LinearCall readOut = task.output.prepare(packed, session.output(), forecast);
    double errors = 0;
    double ofRepeating = 0;
    for (int t = 0; t < LEARNED + LIVE; t++) {
      session.input().set(0, readings[t]);
      session.step();
      readOut.run();
      if (t >= LEARNED) {
        errors += Math.abs(forecast.get(0) - readings[t + 1]);
        ofRepeating += Math.abs(readings[t] - readings[t + 1]);
      }
    }
    System.out.printf(
        "Mean error of the next reading: %.3f; of repeating the last one: %.3f%n",
        errors / LIVE, ofRepeating / LIVE);

    System.out.println("And now, " + AHEAD + " steps ahead:");
    RecurrentSession ahead = session.fork();
    LinearCall readAhead = task.output.prepare(packed, ahead.output(), forecast);
    readAhead.run();
    for (int t = LEARNED + LIVE; t < LEARNED + LIVE + AHEAD; t++) {
      System.out.printf("  forecast %6.3f   came %6.3f%n", forecast.get(0), readings[t]);
      ahead.input().set(0, forecast.get(0));
      ahead.step();
      readAhead.run();
    }
    if (!(errors < 0.6 * ofRepeating)) {
      throw new IllegalStateException("the network has not learned to forecast");
    }
  }

  /// A daily cycle whose strength drifts, and noise.
  private static float[] readings(int count, Rng rng) {
    float[] readings = new float[count];
    double strength = 1;
    for (int t = 0; t < count; t++) {
      strength += 0.02 * rng.nextGaussian() + 0.02 * (1 - strength);
      double angle = 2 * Math.PI * t / CYCLE;
      double cycle = Math.sin(angle) + 0.5 * Math.sin(3 * angle);
      readings[t] = (float) (strength * cycle + 0.05 * rng.nextGaussian());
    }
    return readings;
  }

  /// Learns to tell the next reading at each step of a window.
  private static final class NextReading implements Task {
    private static final int WINDOW = 2 * CYCLE;
    private static final int ROWS = 16;

    private final Parameters parameters = new Parameters(Precision.FLOAT32, Rng.seeded(2));
    private final Recurrent stack =
        Recurrent.create(RecurrentConfig.of(CellKind.GRU, 24), parameters.root(), 1);
    private final Linear output =
        Linear.create(
            parameters.root().child("output"),
            stack.outputSize(),
            1,
            true,
            Initializers.glorotUniform());
    private final float[] readings;
    private Rng rng;

    NextReading(float[] readings) {
      this.readings = readings;
    }

    @Override
    public Parameters parameters() {
      return parameters;
    }

    @Override
    public void startEpoch(int epoch, Rng rng) {
      this.rng = rng;
    }

    @Override
    public int steps() {
      return LEARNED / WINDOW;
    }

    @Override
    public ShardLoss loss(Tape tape, int step, Shard shard) {
      Rng windows = rng.split(step); // the same for all shards
      int[] begins = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        begins[row] = windows.nextInt(LEARNED - WINDOW);
      }
      int from = shard.from(ROWS);
      int rows = shard.to(ROWS) - from;
      Tensor x = Tensor.zeros(WINDOW, rows, 1);
      Tensor next = Tensor.zeros(WINDOW, rows, 1);
      for (int t = 0; t < WINDOW; t++) {
        for (int row = 0; row < rows; row++) {
          x.set(t * rows + row, readings[begins[from + row] + t]);
          next.set(t * rows + row, readings[begins[from + row] + t + 1]);
        }
      }
      Value read = stack.apply(tape, tape.constant(x), null, List.of()).sequence();
      return new ShardLoss(SquaredError.sum(output.apply(read), next, null), (long) WINDOW * rows);
    }

    @Override
    public int validationSteps() {
      return 0;
    }

    @Override
    public ShardLoss validationLoss(Tape tape, int step, Shard shard) {
      throw new IllegalStateException("nothing is held out");
    }

    @Override
    public Map<String, Tensor> carried() {
      return Map.of();
    }

    @Override
    public void restoreCarried(Map<String, Tensor> carried) {}
  }
}
