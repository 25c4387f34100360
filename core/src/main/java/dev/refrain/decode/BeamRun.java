package dev.refrain.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// One beam search over a batch of sentences. The unfinished hypotheses are the rows of the step
/// source; those of a sentence are adjacent, best first.
final class BeamRun {
  private final BeamSearch settings;
  private final StepSource source;
  private final TokenRoles roles;
  private final int[] sourceLengths;

  private final StepHistory history = new StepHistory();
  private final TopTokens top;
  private final List<List<Ended>> ended = new ArrayList<>(); // for each sentence, best first

  /// What each row goes on from and reads, the sentence it belongs to and its log-probability.
  private Rows rows;

  /// The attention that each row gave to each source position before this step, and with it;
  /// `[rows, S]`, null without a coverage penalty.
  private double[] coverageBefore;

  private double[] coverage;

  /// A hypothesis that went as far as `row` after `step`.
  private record Ended(
      int step, int row, boolean finished, double logProbability, double score) {}

  /// Rows of a step, some of which may be not yet filled.
  private static final class Rows {
    final int[] from;
    final int[] tokens;
    final int[] sentences;
    final double[] logProbabilities;
    int size;

    Rows(int capacity) {
      this(new int[capacity], new int[capacity], new int[capacity], new double[capacity]);
    }

    private Rows(int[] from, int[] tokens, int[] sentences, double[] logProbabilities) {
      this.from = from;
      this.tokens = tokens;
      this.sentences = sentences;
      this.logProbabilities = logProbabilities;
    }

    void add(int row, int token, int sentence, double logProbability) {
      from[size] = row;
      tokens[size] = token;
      sentences[size] = sentence;
      logProbabilities[size++] = logProbability;
    }

    /// The same without room for more.
    Rows trimmed() {
      Rows trimmed =
          new Rows(
              Arrays.copyOf(from, size),
              Arrays.copyOf(tokens, size),
              Arrays.copyOf(sentences, size),
              Arrays.copyOf(logProbabilities, size));
      trimmed.size = size;
      return trimmed;
    }
  }

  BeamRun(BeamSearch settings, StepSource source, TokenRoles roles, int[] sourceLengths) {
    this.settings = settings;
    this.source = source;
    this.roles = roles;
    this.sourceLengths = sourceLengths;
    this.top = new TopTokens(settings.width());
    this.rows = new Rows(sourceLengths.length);
    for (int sentence = 0; sentence < sourceLengths.length; sentence++) {
      rows.add(sentence, roles.begin(), sentence, 0);
      ended.add(new ArrayList<>());
    }
  }

  List<List<Hypothesis>> search() {
    for (int step = 0; rows.size > 0; step++) {
      StepScores scores = source.advance(rows.from, rows.tokens);
      history.add(rows.from, rows.tokens, scores);
      cover(step, scores);
      Rows next = new Rows(rows.size * settings.width());
      for (int first = 0, end; first < rows.size; first = end) {
        end = first + 1;
        while (end < rows.size && rows.sentences[end] == rows.sentences[first]) {
          end++;
        }
        extend(step, first, end, scores, next);
      }
      rows = next.trimmed();
    }
    return IntStream.range(0, sourceLengths.length).mapToObj(this::hypotheses).toList();
  }

  /// Adds this step's attention to what each row had covered.
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
    coverageBefore = new double[rows.size * positions];
    if (step > 0) {
      for (int row = 0; row < rows.size; row++) {
        System.arraycopy(
            coverage, rows.from[row] * positions, coverageBefore, row * positions, positions);
      }
    }
    coverage = coverageBefore.clone();
    for (int i = 0; i < coverage.length; i++) {
      coverage[i] += scores.attention()[i];
    }
  }

  /// Takes the likeliest continuations of a sentence's rows, `first` to before `end`.
  private void extend(int step, int first, int end, StepScores scores, Rows next) {
    int sentence = rows.sentences[first];
    int maximum = settings.limits().maximum(sourceLengths[sentence]);
    top.clear();
    for (int row = first; row < end; row++) {
      top.offer(
          row, rows.logProbabilities[row], scores, roles, step >= settings.limits().minimum());
    }
    List<Ended> finished = ended.get(sentence);
    for (int rank = 0; rank < top.size(); rank++) {
      if (top.token(rank) == roles.end()) {
        add(finished, step, top.row(rank), true, top.total(rank), step + 1, coverage, scores);
      }
    }
    int before = next.size;
    for (int rank = 0; rank < top.size() && step < maximum; rank++) {
      if (top.token(rank) != roles.end() && mayWin(top.total(rank), maximum, finished)) {
        next.add(top.row(rank), top.token(rank), sentence, top.total(rank));
      }
    }
    if (next.size == before && finished.isEmpty()) {
      for (int row = first; row < end; row++) {
        double logProbability = rows.logProbabilities[row];
        add(finished, step, row, false, logProbability, step, coverageBefore, scores);
      }
      finished.subList(1, finished.size()).clear();
    }
  }

  private void add(
      List<Ended> list,
      int step,
      int row,
      boolean finished,
      double logProbability,
      int length,
      double[] covered,
      StepScores scores) {
    int sourceLength = sourceLengths[rows.sentences[row]];
    double score =
        settings.score(logProbability, length, covered, row * scores.positions(), sourceLength);
    list.add(new Ended(step, row, finished, logProbability, score));
    list.sort(Comparator.comparingDouble(e -> -e.score())); // stable: of equals the earlier
    if (list.size() > settings.best()) {
      list.remove(settings.best());
    }
  }

  /// Whether a hypothesis of this log-probability can still come among the best finished ones.
  private boolean mayWin(double logProbability, int maximum, List<Ended> finished) {
    return finished.size() < settings.best()
        || settings.normalized(logProbability, maximum + 1) > finished.getLast().score();
  }

  private List<Hypothesis> hypotheses(int sentence) {
    return ended.get(sentence).stream()
        .map(
            e ->
                history.hypothesis(
                    e.step(),
                    e.row(),
                    sourceLengths[sentence],
                    e.finished(),
                    e.logProbability(),
                    e.score()))
        .toList();
  }
}
