package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What happens in a study, in the order in which it happens; a line each in `trials.jsonl`. Trials
/// and rounds count from 1.
public sealed interface StudyEvent {

  /// When it happened.
  Instant at();

  /// Someone begins to work on the study, or goes on with it.
  record Opened(Instant at) implements StudyEvent {}

  /// A round of trials begins. Strategies that do not refine have one.
  ///
  /// @param bounds of each dimension, by path: lowest and highest for a range, all choices otherwise
  record RoundBegan(int round, Map<String, List<JsonNode>> bounds, Instant at)
      implements StudyEvent {}

  /// A trial begins. One that was cut by the end of its process begins again, with the same values,
  /// and what it said before no longer counts.
  ///
  /// @param seed what its random numbers depend on
  record Started(int trial, int round, Point values, long seed, Instant at) implements StudyEvent {}

  /// A trial has come some way.
  ///
  /// @param step how many steps are done
  /// @param epoch how many times it has gone through the data, parts included
  /// @param trainingLoss the mean over the steps since the progress before
  /// @param validationLoss on held-out data, where it was measured here
  /// @param seconds since the trial began
  record Progressed(
      int trial,
      long step,
      double epoch,
      double trainingLoss,
      OptionalDouble validationLoss,
      double seconds,
      Instant at)
      implements StudyEvent {}

  /// A trial has ended.
  ///
  /// @param value what is sought to be low; empty for a failed trial
  /// @param trainingLoss the mean over all steps, if there was one
  /// @param validationLoss the last on held-out data, if there was one
  /// @param steps how many steps it took
  /// @param seconds how long it took
  /// @param parameters how many numbers the model learns; 0 if it came to no model
  /// @param peakMemory the most bytes of memory in use, garbage included, where that is known
  /// @param reason one sentence on why it ended before its budget did
  record Ended(
      int trial,
      TrialState state,
      OptionalDouble value,
      OptionalDouble trainingLoss,
      OptionalDouble validationLoss,
      long steps,
      double seconds,
      long parameters,
      OptionalLong peakMemory,
      Optional<String> reason,
      Instant at)
      implements StudyEvent {}

  /// Nobody works on the study any more. A study that was killed has no such event.
  record Closed(StudyEnd reason, Instant at) implements StudyEvent {}
}
