package dev.refrain.bench.golden;

import java.util.ArrayList;
import java.util.List;

/// One golden file: a recurrent network of PyTorch and the batch it is run on.
///
/// @param nonlinearity of `nn.RNN` (`tanh` or `relu`); empty for `nn.LSTM` and `nn.GRU`, which have
///     none to choose
/// @param lengths valid steps of each row, descending; empty when all rows have all steps
record RecurrentCase(
    Kind kind, String nonlinearity, int layers, boolean bidirectional, List<Integer> lengths) {

  enum Kind {
    RNN,
    LSTM,
    GRU;

    String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Small and odd, and all different, so that a swapped axis cannot pass.
  static final int STEPS = 5;

  static final int BATCH = 3;
  static final int INPUT = 4;
  static final int HIDDEN = 7;

  private static final List<Integer> RAGGED = List.of(5, 4, 2);

  static List<RecurrentCase> all() {
    var cases = new ArrayList<RecurrentCase>();
    for (int layers = 1; layers <= 2; layers++) {
      for (boolean bidirectional : new boolean[] {false, true}) {
        cases.add(new RecurrentCase(Kind.RNN, "tanh", layers, bidirectional, List.of()));
        cases.add(new RecurrentCase(Kind.RNN, "relu", layers, bidirectional, List.of()));
        cases.add(new RecurrentCase(Kind.LSTM, "", layers, bidirectional, List.of()));
        cases.add(new RecurrentCase(Kind.GRU, "", layers, bidirectional, List.of()));
      }
      cases.add(new RecurrentCase(Kind.LSTM, "", layers, true, RAGGED));
      cases.add(new RecurrentCase(Kind.GRU, "", layers, true, RAGGED));
    }
    return List.copyOf(cases);
  }

  /// For example `rnn-relu-1-layer` or `lstm-2-layers-bidirectional-ragged`.
  String id() {
    return kind.id()
        + (nonlinearity.isEmpty() ? "" : "-" + nonlinearity)
        + (layers == 1 ? "-1-layer" : "-" + layers + "-layers")
        + (bidirectional ? "-bidirectional" : "")
        + (ragged() ? "-ragged" : "");
  }

  boolean ragged() {
    return !lengths.isEmpty();
  }

  int directions() {
    return bidirectional ? 2 : 1;
  }
}
