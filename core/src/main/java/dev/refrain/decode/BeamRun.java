package dev.refrain.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One beam search over a batch of sentences. The unfinished hypotheses are the rows of the step
/// source; those of a sentence are adjacent, best first.
final class BeamRun {
  private final BeamSearch settings;
  private final StepSource source;
  private final TokenRoles roles;
  private final int[] sourceLengths;

  private final StepHistory history;
  private final TopTokens top;
  private final List<List<Ended>> results; // for each sentence, best first
  private StepRows rows;

  /// The attention that each row's sequence gave to each source position in sum, before this step
  /// and with it; `[rows, S]`, empty without a coverage penalty.
  private double[] coveredBefore = {};

  private double[] covered = {};

  /// The sequence that a row stood for after a step, ended or cut off there.
  private record Ended(int step, int row, boolean finished, double logProbability, double score) {}

  BeamRun(BeamSearch settings, StepSource source, TokenRoles roles, int[] sourceLengths) {
    this.settings = settings;
    this.source = source;
    this.roles = roles;
    this.sourceLengths = sourceLengths;
    this.history = new StepHistory(sourceLengths);
    this.top = new TopTokens(settings.width());
    this.results =
        Stream.<List<Ended>>generate(ArrayList::new).limit(sourceLengths.length).toList();
    this.rows = StepRows.first(sourceLengths.length, roles.begin());
  }

  List<List<Hypothesis>> search() {
    for (int step = 0; rows.size() > 0; step++) {
      StepScores scores = history.advance(source, rows);
      cover(step, scores);
      StepRows next = new StepRows(rows.size() * settings.width());
      for (int first = 0, end; first < rows.size(); first = end) {
        end = first + 1;
        while (end < rows.size() && rows.sentence(end) == rows.sentence(first)) {
          end++;
        }
        extend(step, first, end, scores, next);
      }
      rows = next.complete();
    }
    return results.stream().map(this::hypotheses).toList();
  }

  /// Adds this step's attention to what each row's sequence had covered.
  private void cover(int step, StepScores scores) {
    if (settings.coveragePenalty() == 0) {
      return;
    }
    int positions = scores.positions();
    if (positions == 0) {
      throw new IllegalArgumentException(
          "a coverage penalty of %s needs a model with attention"
              .formatted(settings.coveragePenalty()));
    }
    coveredBefore = new double[rows.size() * positions];
    for (int row = 0; row < rows.size() && step > 0; row++) {
      int from = rows.from()[row] * positions;
      System.arraycopy(covered, from, coveredBefore, row * positions, positions);
    }
    covered = coveredBefore.clone();
    for (int i = 0; i < covered.length; i++) {
      covered[i] += scores.attention()[i];
    }
  }

  /// Takes the likeliest continuations of a sentence's rows, from `first` to before `end`: those
  /// that end go to its results, of the others those that can still win to the `next` rows.
  private void extend(int step, int first, int end, StepScores scores, StepRows next) {
    int sentence = rows.sentence(first);
    List<Ended> found = results.get(sentence);
    boolean mayEnd = step >= settings.limits().minimum();
    top.clear();
    for (int row = first; row < end; row++) {
      top.offer(row, rows.logProbability(row), scores, roles, mayEnd);
    }
    for (int rank = 0; rank < top.size(); rank++) {
      if (top.token(rank) == roles.end()) {
        keep(found, ended(step, top.row(rank), top.total(rank), scores.positions()));
      }
    }
    int maximum = settings.limits().maximum(sourceLengths[sentence]);
    boolean goesOn = false;
    for (int rank = 0; rank < top.size() && step < maximum; rank++) {
      if (top.token(rank) != roles.end() && mayWin(top.total(rank), maximum, found)) {
        next.add(top.row(rank), top.token(rank), sentence, top.total(rank));
        goesOn = true;
      }
    }
    if (!goesOn && found.isEmpty()) {
      found.add(cutOff(step, first, end, scores.positions()));
    }
  }

  private Ended ended(int step, int row, double logProbability, int positions) {
    int sourceLength = sourceLengths[rows.sentence(row)];
    double score = settings.score(logProbability, step + 1, covered, row * positions, sourceLength);
    return new Ended(step, row, true, logProbability, score);
  }

  /// The best of a sentence's rows as it is.
  private Ended cutOff(int step, int first, int end, int positions) {
    Ended best = null;
    for (int row = first; row < end; row++) {
      int sourceLength = sourceLengths[rows.sentence(row)];
      double logProbability = rows.logProbability(row);
      double score =
          settings.score(logProbability, step, coveredBefore, row * positions, sourceLength);
      if (best == null || score > best.score()) {
        best = new Ended(step, row, false, logProbability, score);
      }
    }
    return best;
  }

  private void keep(List<Ended> found, Ended ended) {
    found.add(ended);
    found.sort(Comparator.comparingDouble(e -> -e.score())); // stable: of equals the earlier first
    if (found.size() > settings.best()) {
      found.removeLast();
    }
  }

  /// Whether a hypothesis of this log-probability can still come among the best finished ones.
  private boolean mayWin(double logProbability, int maximum, List<Ended> found) {
    return found.size() < settings.best()
        || settings.normalized(logProbability, maximum + 1) > found.getLast().score();
  }

  private List<Hypothesis> hypotheses(List<Ended> found) {
    return found.stream()
        .map(
            e -> history.hypothesis(e.step(), e.row(), e.finished(), e.logProbability(), e.score()))
        .toList();
  }
}
