package dev.refrain.nn.cell;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The built-in cells.
public enum CellKind {
  /// [ElmanCell] with tanh.
  ELMAN(ElmanCell.TANH),
  /// [ElmanCell] with the rectifier.
  ELMAN_RELU(ElmanCell.RELU),
  /// [ElmanCell] with the logistic function.
  ELMAN_SIGMOID(ElmanCell.SIGMOID),
  /// [CarouselCell].
  CAROUSEL(new CarouselCell()),
  /// [Lstm1997Cell].
  LSTM_1997(new Lstm1997Cell()),
  /// [LstmCell].
  LSTM(new LstmCell()),
  /// [PeepholeLstmCell].
  PEEPHOLE_LSTM(new PeepholeLstmCell()),
  /// [CoupledLstmCell].
  COUPLED_LSTM(new CoupledLstmCell()),
  /// [GruResetBeforeCell].
  GRU_RESET_BEFORE(new GruResetBeforeCell()),
  /// [GruCell], with the reset after the product, as in cuDNN, PyTorch and Keras.
  GRU(new GruCell()),
  /// [MinGruCell].
  MIN_GRU(new MinGruCell()),
  /// [MinLstmCell].
  MIN_LSTM(new MinLstmCell());

  @SuppressWarnings("ImmutableEnumChecker") // definitions hold nothing that changes
  private final CellDefinition definition;

  CellKind(CellDefinition definition) {
    this.definition = definition;
  }

  public CellDefinition definition() {
    return definition;
  }

  /// The name that people write: `lstm-1997`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The cell of a name, whatever its case.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static CellKind named(String label) {
    for (CellKind kind : values()) {
      if (kind.label().equalsIgnoreCase(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "there is no cell '%s'; the cells are %s".formatted(label, known()));
  }

  private static String known() {
    return Arrays.stream(values()).map(CellKind::label).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return label();
  }
}
