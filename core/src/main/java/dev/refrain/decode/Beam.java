package dev.refrain.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// A search for the likeliest sequences that reach a goal: at each step the `width` likeliest
/// unfinished ones go on, all together in one batch.
///
/// @param width how many unfinished sequences are followed
/// @param maximumLength how many tokens a sequence may have
public record Beam(int width, int maximumLength) {

  /// @throws IllegalArgumentException if a value is not at least 1
  public Beam {
    if (width < 1 || maximumLength < 1) {
      throw new IllegalArgumentException(
          "a beam of width %d and length %d; both at least 1".formatted(width, maximumLength));
    }
  }

  /// A finished sequence. Its probability is that of its tokens followed by any token that ends it.
  public static final class Found {
    private final int[] tokens;
    private final double logProbability;

    private Found(int[] tokens, double logProbability) {
      this.tokens = tokens;
      this.logProbability = logProbability;
    }

    /// The tokens, without the one that ended the sequence (a copy).
    public int[] tokens() {
      return tokens.clone();
    }

    /// The natural logarithm of the probability.
    public double logProbability() {
      return logProbability;
    }
  }

  private record Hypothesis<S>(Tokens tokens, double logProbability, Continuation<S> at) {}

  private record Extension<S>(Hypothesis<S> from, int token, double logProbability) {}

  /// The tokens of one hypothesis; its own class since a record must not hold a bare array.
  private static final class Tokens {
    private final int[] ids;

    Tokens(int... ids) {
      this.ids = ids;
    }

    Tokens plus(int id) {
      int[] longer = Arrays.copyOf(ids, ids.length + 1);
      longer[ids.length] = id;
      return new Tokens(longer);
    }
  }

  /// Searches on from `start`. The search ends when no unfinished sequence can become likelier than
  /// the `wanted`-th finished one (a sequence only gets less likely as it goes on), or at the
  /// maximum length. A sequence that falls out of the beam is lost, so this is a lower bound of what
  /// there is.
  ///
  /// @return all that were finished, likeliest first; may be more or fewer than `wanted`
  public <S> List<Found> search(
      TokenSource<S> source, Continuation<S> start, Goal goal, int wanted) {
    List<Found> found = new ArrayList<>();
    PriorityQueue<Double> best = new PriorityQueue<>(); // the `wanted` largest, smallest first
    List<Hypothesis<S>> alive = List.of(new Hypothesis<>(new Tokens(), 0, start));
    for (int length = 0; !alive.isEmpty(); length++) {
      List<Extension<S>> extensions = new ArrayList<>();
      for (Hypothesis<S> hypothesis : alive) {
        double ended = judge(hypothesis, goal, length < maximumLength, extensions);
        if (ended > 0) {
          double logProbability = hypothesis.logProbability() + Math.log(ended);
          found.add(new Found(hypothesis.tokens().ids, logProbability));
          best.add(logProbability);
          if (best.size() > wanted) {
            best.remove();
          }
        }
      }
      double bar = best.size() < wanted ? Double.NEGATIVE_INFINITY : best.element();
      extensions.removeIf(extension -> extension.logProbability() <= bar);
      extensions.sort(Comparator.comparingDouble(e -> -e.logProbability()));
      alive = advance(source, extensions.subList(0, Math.min(width, extensions.size())));
    }
    found.sort(Comparator.comparingDouble(f -> -f.logProbability()));
    return found;
  }

  /// Collects a hypothesis's extensions, and returns the probability that it ends here.
  private static <S> double judge(
      Hypothesis<S> hypothesis, Goal goal, boolean mayGoOn, List<Extension<S>> extensions) {
    Distribution next = hypothesis.at().next();
    double ended = 0;
    for (int token = 0; token < next.size(); token++) {
      double logProbability = next.logProbability(token);
      if (logProbability == Double.NEGATIVE_INFINITY) {
        continue;
      }
      switch (goal.judge(hypothesis.tokens().ids, token)) {
        case END -> ended += Math.exp(logProbability);
        case GO_ON -> {
          if (mayGoOn) {
            extensions.add(
                new Extension<>(hypothesis, token, hypothesis.logProbability() + logProbability));
          }
        }
        case REFUSE -> {}
      }
    }
    return ended;
  }

  private static <S> List<Hypothesis<S>> advance(
      TokenSource<S> source, List<Extension<S>> extensions) {
    if (extensions.isEmpty()) {
      return List.of();
    }
    List<S> states = extensions.stream().map(e -> e.from().at().state()).toList();
    int[] tokens = extensions.stream().mapToInt(Extension::token).toArray();
    List<Continuation<S>> continuations = source.advance(states, tokens);
    List<Hypothesis<S>> advanced = new ArrayList<>(extensions.size());
    for (int i = 0; i < extensions.size(); i++) {
      Extension<S> extension = extensions.get(i);
      advanced.add(
          new Hypothesis<>(
              extension.from().tokens().plus(extension.token()),
              extension.logProbability(),
              continuations.get(i)));
    }
    return advanced;
  }
}
