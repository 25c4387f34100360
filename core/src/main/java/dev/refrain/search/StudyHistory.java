package dev.refrain.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a study's events come to.
///
/// @param rounds the rounds that have begun
/// @param trials by number; one that was cut and has begun again stands here as of its last beginning
/// @param worked how long someone worked on the study, all sessions together
/// @param closed why nobody works on it; empty while someone does, and after a kill
public record StudyHistory(
    List<StudyEvent.RoundBegan> rounds,
    List<Trial> trials,
    Duration worked,
    Optional<StudyEnd> closed) {
  public StudyHistory {
    rounds = List.copyOf(rounds);
    trials = List.copyOf(trials);
  }

  /// What a log says.
  ///
  /// @throws IllegalArgumentException if a trial goes on or ends that has not begun
  public static StudyHistory of(List<StudyEvent> events) {
    List<StudyEvent.RoundBegan> rounds = new ArrayList<>();
    Map<Integer, Gathered> trials = new TreeMap<>();
    Duration worked = Duration.ZERO;
    Optional<StudyEnd> closed = Optional.empty();
    Instant before = null;
    for (StudyEvent event : events) {
      if (before != null && !(event instanceof StudyEvent.Opened)) {
        Duration step = Duration.between(before, event.at());
        worked = step.isNegative() ? worked : worked.plus(step); // a clock may be set back
      }
      before = event.at();
      switch (event) {
        case StudyEvent.Opened _ -> closed = Optional.empty();
        case StudyEvent.RoundBegan e -> rounds.add(e);
        case StudyEvent.Started e -> trials.put(e.trial(), new Gathered(e));
        case StudyEvent.Progressed e -> begun(trials, e.trial()).progress.add(e);
        case StudyEvent.Ended e -> begun(trials, e.trial()).ended = Optional.of(e);
        case StudyEvent.Closed e -> closed = Optional.of(e.reason());
      }
    }
    return new StudyHistory(
        rounds, trials.values().stream().map(Gathered::trial).toList(), worked, closed);
  }

  private static Gathered begun(Map<Integer, Gathered> trials, int number) {
    Gathered trial = trials.get(number);
    if (trial == null) {
      throw new IllegalArgumentException(
          "the log tells of trial %d, which has not begun".formatted(number));
    }
    return trial;
  }

  /// The trials that have used their whole budget, best first; of equals the earlier.
  public List<Trial> ranking() {
    return Trial.ranking(trials);
  }

  /// The best trial so far.
  public Optional<Trial> best() {
    return ranking().stream().findFirst();
  }

  private static final class Gathered {
    final StudyEvent.Started started;
    final List<StudyEvent.Progressed> progress = new ArrayList<>();
    Optional<StudyEvent.Ended> ended = Optional.empty();

    Gathered(StudyEvent.Started started) {
      this.started = started;
    }

    Trial trial() {
      return new Trial(
          started.trial(), started.round(), started.values(), started.seed(), progress, ended);
    }
  }
}
