package dev.refrain.bench.layer;

import dev.refrain.bench.peer.TorchLayerSteps;
import dev.refrain.bench.race.Contender;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.bench.training.RefrainTraining;
import dev.refrain.bench.training.TorchContender;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.Recurrent;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.OptimizerKind;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/// Recurrent layers by themselves: forward, backward to their weights and to what they read, and a
/// step of plain descent.
///
/// @param id to choose it by
/// @param title for tables
/// @param config the layers
/// @param shape of what they read
public record LayerCase(String id, String title, RecurrentConfig config, LayerShape shape)
    implements SpeedCase {
  private static final double RATE = 1e-4;
  private static final long SEED = 1;
  private static final double KEPT_OUTPUT = 0.1;
  private static final double KEPT_CELL = 0.2;
  private static final double DROPPED = 0.3;

  private static final LayerShape SMALL = LayerShape.of(32, 60, 128, 128);
  private static final List<LayerShape> SHAPES =
      List.of(
          LayerShape.of(16, 60, 64, 64),
          SMALL,
          LayerShape.of(64, 20, 256, 256),
          LayerShape.of(64, 50, 512, 512),
          LayerShape.of(1, 10, 256, 256));

  /// Cells that libtorch has, at the shapes of the design's page.
  public static final List<LayerCase> CELLS = cells();

  /// What else a layer can be told to do, at one shape; the first is the plain LSTM.
  public static final List<LayerCase> OPTIONS = options();

  /// The LSTM as one size after another grows.
  public static final List<LayerCase> GROWTH = growth();

  private static List<LayerCase> cells() {
    List<LayerCase> cases = new ArrayList<>();
    for (CellKind cell : List.of(CellKind.ELMAN, CellKind.LSTM, CellKind.GRU)) {
      SHAPES.forEach(shape -> cases.add(plain(cell, shape)));
    }
    return List.copyOf(cases);
  }

  private static LayerCase plain(CellKind cell, LayerShape shape) {
    RecurrentConfig config = RecurrentConfig.of(cell, shape.hidden());
    String sizes = "b%d-t%d-h%d".formatted(shape.batch(), shape.steps(), shape.hidden());
    return new LayerCase(cell + "-" + sizes, cell + ", " + shape, config, shape);
  }

  private static List<LayerCase> options() {
    RecurrentConfig lstm = RecurrentConfig.of(CellKind.LSTM, SMALL.hidden());
    RecurrentConfig two = RecurrentConfig.of(CellKind.LSTM, SMALL.hidden(), SMALL.hidden());
    LayerShape mixed = SMALL.withMixedLengths();
    return List.of(
        new LayerCase("lstm-plain", "plain", lstm, SMALL),
        new LayerCase("lstm-mixed-lengths", "mixed lengths", lstm, mixed),
        new LayerCase("lstm-layer-norm", "layer normalization", lstm.withLayerNorm(true), SMALL),
        new LayerCase("lstm-zoneout", "zoneout", lstm.withZoneout(KEPT_OUTPUT, KEPT_CELL), SMALL),
        new LayerCase(
            "lstm-variational-dropout",
            "variational dropout on the recurrent path",
            lstm.withVariationalDropout(0, DROPPED),
            SMALL),
        new LayerCase("lstm-both-directions", "both directions", lstm.bothDirections(), SMALL),
        new LayerCase("lstm-two-layers", "two layers", two, SMALL),
        new LayerCase(
            "gru-mixed-lengths",
            "GRU, mixed lengths",
            RecurrentConfig.of(CellKind.GRU, SMALL.hidden()),
            mixed),
        new LayerCase(
            "gru-reset-before",
            "GRU with the reset before the product",
            RecurrentConfig.of(CellKind.GRU_RESET_BEFORE, SMALL.hidden()),
            SMALL));
  }

  private static List<LayerCase> growth() {
    List<LayerShape> shapes = new ArrayList<>();
    for (int steps : List.of(15, 60, 240, 960)) {
      shapes.add(LayerShape.of(32, steps, 128, 128));
    }
    for (int hidden : List.of(32, 64, 256, 512, 1024)) {
      shapes.add(LayerShape.of(32, 60, hidden, hidden));
    }
    for (int batch : List.of(1, 4, 8, 128)) {
      shapes.add(LayerShape.of(batch, 60, 128, 128));
    }
    return shapes.stream().map(shape -> plain(CellKind.LSTM, shape)).toList();
  }

  @Override
  public String unit() {
    return "time steps";
  }

  @Override
  public long workPerStep() {
    return shape.tokens();
  }

  @Override
  public List<String> peers() {
    return List.of(LIBTORCH);
  }

  @Override
  public boolean drawsAtRandom() {
    return config.recurrentDropout() > 0 || config.zoneoutHidden() > 0 || config.zoneoutCell() > 0;
  }

  @Override
  public Contender enter(String contender, int threads) {
    var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(SEED));
    Recurrent layers =
        Recurrent.create(config, parameters.root().child("recurrent"), shape.input());
    if (contender.equals(REFRAIN)) {
      var task = new LayerTask(parameters, layers, shape);
      int shards = Math.min(threads, shape.batch());
      Trainer trainer =
          Trainer.of(task)
              .optimizer(OptimizerConfig.of(OptimizerKind.SGD).withRate(RATE))
              .shards(shards)
              .threads(shards);
      return new RefrainTraining(task, trainer);
    }
    var torch = new TorchLayerSteps(config, parameters, shape, RATE);
    return new TorchContender<>(threads, torch.size(), List.of(torch), TorchLayerSteps::step);
  }
}
