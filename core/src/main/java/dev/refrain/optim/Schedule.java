package dev.refrain.optim;

/// What part of the full learning rate holds at each point of a run.
public final class Schedule {
  private final ScheduleConfig config;
  private State state = State.START;

  /// What [ScheduleKind#PLATEAU] remembers; other kinds leave it at its start.
  ///
  /// @param factor what the falls so far come to
  /// @param best the least loss seen
  /// @param since validations since then
  public record State(double factor, double best, int since) {
    /// Before the first validation.
    public static final State START = new State(1, Double.POSITIVE_INFINITY, 0);
  }

  private Schedule(ScheduleConfig config) {
    this.config = config;
  }

  public static Schedule create(ScheduleConfig config) {
    return new Schedule(config);
  }

  /// The part of the full rate for the next step.
  ///
  /// @param step how many steps the run has taken
  /// @param epoch how many epochs it has finished
  /// @param progress how much of the whole run lies behind, in [0, 1]
  public double factor(long step, int epoch, double progress) {
    double curve =
        switch (config.kind()) {
          case CONSTANT -> 1;
          case STEP -> {
            int falls = epoch / config.every();
            yield Math.max(config.floor(), Math.pow(config.factor(), falls));
          }
          case COSINE ->
              config.floor()
                  + (1 - config.floor()) * (1 + Math.cos(Math.PI * Math.clamp(progress, 0, 1))) / 2;
          case PLATEAU -> state.factor();
        };
    return step < config.warmUpSteps() ? curve * (step + 1) / config.warmUpSteps() : curve;
  }

  /// Takes note of a validation's loss. Like PyTorch's `ReduceLROnPlateau` in its relative mode,
  /// without cool-down.
  public void validated(double loss) {
    if (config.kind() != ScheduleKind.PLATEAU) {
      return;
    }
    boolean first = state.best() == Double.POSITIVE_INFINITY;
    boolean improved = first || loss < state.best() - config.threshold() * Math.abs(state.best());
    if (improved) {
      state = new State(state.factor(), loss, 0);
    } else if (state.since() < config.patience()) {
      state = new State(state.factor(), state.best(), state.since() + 1);
    } else {
      double fallen = Math.max(config.floor(), state.factor() * config.factor());
      state = new State(fallen, state.best(), 0);
    }
  }

  public State state() {
    return state;
  }

  public void restore(State state) {
    this.state = state;
  }
}
