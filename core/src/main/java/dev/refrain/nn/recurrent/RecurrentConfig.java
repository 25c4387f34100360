package dev.refrain.nn.recurrent;

import static dev.refrain.config.Checks.require;
import static dev.refrain.config.Checks.requireRate;

import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.init.Initializers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The topology of a [Recurrent] network and its regularization. A record of data: command lines,
/// files and searches speak it. Begin with [#of] and go on with the withers.
///
/// @param cell the cell of every layer
/// @param hidden H of each layer, from the first; as many as there are layers
/// @param bidirectional whether each layer also reads against time; the outputs of both directions
///     are joined (Schuster & Paliwal 1997)
/// @param backwardCell the cell that reads against time, if it differs; else null
/// @param backwardHidden H of each layer's backward direction, if it differs; else empty
/// @param connections what layers read beside the layer below
/// @param inputDepth how many dense tanh layers stand before the first recurrent layer (deep input,
///     Pascanu et al. 2014)
/// @param outputDepth how many dense tanh layers stand behind the last (deep output)
/// @param transitionDepth how many dense tanh layers stand between two steps (deep transition)
/// @param transitionShortcut whether each of those also adds its input to its output
/// @param dropout the rate between layers, never on the recurrent path (Zaremba et al. 2014)
/// @param variational whether that dropout uses one mask for all steps of a sequence (Gal &
///     Ghahramani 2016)
/// @param recurrentDropout the rate of the mask, one for all steps of a sequence, on what the
///     recurrent products see (Gal & Ghahramani 2016)
/// @param zoneoutHidden the rate at which a unit's output keeps its last value (Krueger et al.
///     2016)
/// @param zoneoutCell the same for the cell state of the LSTM family
/// @param weightDrop the rate at which recurrent weights are dropped (Merity et al. 2017)
/// @param inputNoise the deviation of the noise added to every number that is read, in training (see
///     [dev.refrain.nn.GaussianNoise])
/// @param layerNorm whether input and recurrent projections are normalized, each over all gates of
///     a row, with a gain (Ba et al. 2016; unlike there, the cell state is not normalized)
/// @param inputStart how input weights start, a name of [Initializers]
/// @param recurrentStart how recurrent weights start
/// @param forgetBias where the bias of a forget gate starts
public record RecurrentConfig(
    CellKind cell,
    List<Integer> hidden,
    boolean bidirectional,
    CellKind backwardCell,
    List<Integer> backwardHidden,
    Connections connections,
    int inputDepth,
    int outputDepth,
    int transitionDepth,
    boolean transitionShortcut,
    double dropout,
    boolean variational,
    double recurrentDropout,
    double zoneoutHidden,
    double zoneoutCell,
    double weightDrop,
    double inputNoise,
    boolean layerNorm,
    String inputStart,
    String recurrentStart,
    double forgetBias) {

  /// Checks every value.
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public RecurrentConfig {
    require(cell != null, "cell is missing");
    require(hidden != null && !hidden.isEmpty(), "hidden needs at least one layer's width");
    hidden = List.copyOf(hidden);
    backwardHidden = backwardHidden == null ? List.of() : List.copyOf(backwardHidden);
    requireWidths("hidden", hidden);
    requireWidths("backwardHidden", backwardHidden);
    require(
        backwardHidden.isEmpty() || backwardHidden.size() == hidden.size(),
        "backwardHidden has %d widths for %d layers",
        backwardHidden.size(),
        hidden.size());
    require(
        bidirectional || (backwardCell == null && backwardHidden.isEmpty()),
        "backwardCell and backwardHidden need bidirectional");
    require(connections != null, "connections is missing; the kinds are plain, skip, residual");
    requireDepth("inputDepth", inputDepth);
    requireDepth("outputDepth", outputDepth);
    requireDepth("transitionDepth", transitionDepth);
    requireRate("dropout", dropout);
    requireRate("recurrentDropout", recurrentDropout);
    requireRate("zoneoutHidden", zoneoutHidden);
    requireRate("zoneoutCell", zoneoutCell);
    requireRate("weightDrop", weightDrop);
    require(
        inputNoise >= 0 && Double.isFinite(inputNoise),
        "inputNoise is %s, it must be 0 or more",
        inputNoise);
    require(Double.isFinite(forgetBias), "forgetBias is %s, it must be a number", forgetBias);
    Initializers.named(inputStart);
    Initializers.named(recurrentStart);
    boolean recurrentProducts =
        hasProducts(cell) && (backwardCell == null || hasProducts(backwardCell));
    require(
        recurrentProducts || (transitionDepth == 0 && recurrentDropout == 0 && weightDrop == 0),
        "%s has no recurrent product, so transitionDepth, recurrentDropout and weightDrop have"
            + " nothing to act on",
        cell);
    if (connections == Connections.RESIDUAL) {
      for (int layer = 1; layer < hidden.size(); layer++) {
        int below = width(hidden, bidirectional, backwardHidden, layer - 1);
        int here = width(hidden, bidirectional, backwardHidden, layer);
        require(
            below == here,
            "residual connections need layers of equal width, layer %d has %d and layer %d has %d",
            layer - 1,
            below,
            layer,
            here);
      }
    }
  }

  private static boolean hasProducts(CellKind cell) {
    return !cell.definition().fused().products().isEmpty();
  }

  private static void requireWidths(String name, List<Integer> widths) {
    for (Integer width : widths) {
      require(
          width != null && width > 0 && width <= 65_536,
          "%s has a width of %s, it must be 1 to 65536",
          name,
          width);
    }
  }

  private static void requireDepth(String name, int depth) {
    require(depth >= 0 && depth <= 64, "%s is %d, it must be 0 to 64", name, depth);
  }

  /// Layers of these widths of one cell, one direction, nothing else.
  public static RecurrentConfig of(CellKind cell, int... hidden) {
    return of(cell, Arrays.stream(hidden).boxed().toList());
  }

  /// Layers of these widths of one cell, one direction, nothing else.
  public static RecurrentConfig of(CellKind cell, List<Integer> hidden) {
    return new RecurrentConfig(
        cell,
        hidden,
        false,
        null,
        List.of(),
        Connections.PLAIN,
        0,
        0,
        0,
        false,
        0,
        false,
        0,
        0,
        0,
        0,
        0,
        false,
        "glorot-uniform",
        "orthogonal",
        1);
  }

  /// The width of one layer's output, both directions together.
  public int width(int layer) {
    return width(hidden, bidirectional, backwardHidden, layer);
  }

  private static int width(
      List<Integer> hidden, boolean bidirectional, List<Integer> backwardHidden, int layer) {
    int forward = hidden.get(layer);
    if (!bidirectional) {
      return forward;
    }
    return forward + (backwardHidden.isEmpty() ? forward : backwardHidden.get(layer));
  }

  /// The same with another cell.
  public RecurrentConfig withCell(CellKind cell) {
    return change(draft -> draft.cell = cell);
  }

  /// The same with layers of other widths.
  public RecurrentConfig withHidden(List<Integer> hidden) {
    return change(draft -> draft.hidden = hidden);
  }

  /// The same, reading in both directions.
  public RecurrentConfig bothDirections() {
    return change(draft -> draft.bidirectional = true);
  }

  /// The same, reading against time with another cell or other widths.
  public RecurrentConfig bothDirections(CellKind backwardCell, List<Integer> backwardHidden) {
    return change(
        draft -> {
          draft.backwardCell = backwardCell;
          draft.backwardHidden = backwardHidden;
          draft.bidirectional = true;
        });
  }

  /// The same with other connections.
  public RecurrentConfig withConnections(Connections connections) {
    return change(draft -> draft.connections = connections);
  }

  /// The same with dense layers before and behind.
  public RecurrentConfig withDepth(int inputDepth, int outputDepth) {
    return change(
        draft -> {
          draft.inputDepth = inputDepth;
          draft.outputDepth = outputDepth;
        });
  }

  /// The same with dense layers between two steps.
  public RecurrentConfig withTransition(int transitionDepth, boolean transitionShortcut) {
    return change(
        draft -> {
          draft.transitionDepth = transitionDepth;
          draft.transitionShortcut = transitionShortcut;
        });
  }

  /// The same with dropout between layers.
  public RecurrentConfig withDropout(double dropout) {
    return change(draft -> draft.dropout = dropout);
  }

  /// The same with dropout whose masks last a whole sequence.
  public RecurrentConfig withVariationalDropout(double dropout, double recurrentDropout) {
    return change(
        draft -> {
          draft.dropout = dropout;
          draft.recurrentDropout = recurrentDropout;
          draft.variational = true;
        });
  }

  /// The same with zoneout.
  public RecurrentConfig withZoneout(double zoneoutHidden, double zoneoutCell) {
    return change(
        draft -> {
          draft.zoneoutHidden = zoneoutHidden;
          draft.zoneoutCell = zoneoutCell;
        });
  }

  /// The same with dropped recurrent weights.
  public RecurrentConfig withWeightDrop(double weightDrop) {
    return change(draft -> draft.weightDrop = weightDrop);
  }

  /// The same with noise on what is read.
  public RecurrentConfig withInputNoise(double inputNoise) {
    return change(draft -> draft.inputNoise = inputNoise);
  }

  /// The same with or without layer normalization.
  public RecurrentConfig withLayerNorm(boolean layerNorm) {
    return change(draft -> draft.layerNorm = layerNorm);
  }

  /// The same with other starting values.
  public RecurrentConfig withStart(String inputStart, String recurrentStart, double forgetBias) {
    return change(
        draft -> {
          draft.inputStart = inputStart;
          draft.recurrentStart = recurrentStart;
          draft.forgetBias = forgetBias;
        });
  }

  private RecurrentConfig change(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /// The same fields, open to change: what the withers write to.
  private static final class Draft {
    private CellKind cell;
    private List<Integer> hidden;
    private boolean bidirectional;
    private CellKind backwardCell;
    private List<Integer> backwardHidden;
    private Connections connections;
    private int inputDepth;
    private int outputDepth;
    private int transitionDepth;
    private boolean transitionShortcut;
    private double dropout;
    private boolean variational;
    private double recurrentDropout;
    private double zoneoutHidden;
    private double zoneoutCell;
    private double weightDrop;
    private double inputNoise;
    private boolean layerNorm;
    private String inputStart;
    private String recurrentStart;
    private double forgetBias;

    Draft(RecurrentConfig from) {
      cell = from.cell;
      hidden = from.hidden;
      bidirectional = from.bidirectional;
      backwardCell = from.backwardCell;
      backwardHidden = from.backwardHidden;
      connections = from.connections;
      inputDepth = from.inputDepth;
      outputDepth = from.outputDepth;
      transitionDepth = from.transitionDepth;
      transitionShortcut = from.transitionShortcut;
      dropout = from.dropout;
      variational = from.variational;
      recurrentDropout = from.recurrentDropout;
      zoneoutHidden = from.zoneoutHidden;
      zoneoutCell = from.zoneoutCell;
      weightDrop = from.weightDrop;
      inputNoise = from.inputNoise;
      layerNorm = from.layerNorm;
      inputStart = from.inputStart;
      recurrentStart = from.recurrentStart;
      forgetBias = from.forgetBias;
    }

    RecurrentConfig build() {
      return new RecurrentConfig(
          cell,
          hidden,
          bidirectional,
          backwardCell,
          backwardHidden,
          connections,
          inputDepth,
          outputDepth,
          transitionDepth,
          transitionShortcut,
          dropout,
          variational,
          recurrentDropout,
          zoneoutHidden,
          zoneoutCell,
          weightDrop,
          inputNoise,
          layerNorm,
          inputStart,
          recurrentStart,
          forgetBias);
    }
  }
}
