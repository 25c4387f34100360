package dev.refrain.nn.recurrent;

/// The options of a [RecurrentConfig] that concern one direction of one layer.
record StepOptions(
    double recurrentDropout,
    double zoneoutHidden,
    double zoneoutCell,
    double weightDrop,
    boolean transitionShortcut) {

  static StepOptions of(RecurrentConfig config) {
    return new StepOptions(
        config.recurrentDropout(),
        config.zoneoutHidden(),
        config.zoneoutCell(),
        config.weightDrop(),
        config.transitionShortcut());
  }

  /// The zoneout rate of a part of the state: the first is the output, others are cell states.
  double zoneout(int part) {
    return part == 0 ? zoneoutHidden : zoneoutCell;
  }
}
