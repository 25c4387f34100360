package dev.refrain.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much each dimension has to do with what the trials came to.
///
/// The complete trials are ranked by their value, and for each dimension they are sorted into
/// groups: one for each choice, up to five of about one size along a range, and one for trials in
/// which the dimension plays no part. The importance is the share of the variance of the ranks that
/// lies between the groups, less what chance alone would put there: epsilon squared of Kruskal &
/// Wallis (Kelley 1935), never below 0. Ranks, because one trial that diverged would otherwise
/// outweigh all others.
///
/// It sees each dimension by itself: an effect that only shows in two of them together (a rate that
/// suits one depth) is not in it, so the shares do not add up to 1. It speaks of the trials that were
/// made, and a refined or guided search makes most of them in one corner. With few trials it is
/// rough: below ten it says little.
public final class ParameterImportance {
  private static final int MOST_GROUPS = 5;
  private static final int LEAST_IN_GROUP = 3;
  private static final int LEAST_TRIALS = 4;

  private ParameterImportance() {}

  /// The importance of each dimension, 0 to 1, the most important first; empty while fewer than four
  /// trials are complete.
  public static Map<String, Double> of(SearchSpace space, List<Trial> trials) {
    List<Trial> complete = Trial.ranking(trials);
    if (complete.size() < LEAST_TRIALS) {
      return Map.of();
    }
    double[] ranks = ranks(complete);
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Dimension dimension : space.dimensions()) {
      shares.put(dimension.path(), share(ranks, groups(dimension, complete)));
    }
    Map<String, Double> sorted = new LinkedHashMap<>();
    shares.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /// Ranks of trials in order; equals share the mean of theirs.
  private static double[] ranks(List<Trial> sorted) {
    double[] ranks = new double[sorted.size()];
    for (int from = 0; from < ranks.length; ) {
      int to = from + 1;
      double value = sorted.get(from).completeValue().getAsDouble();
      while (to < ranks.length && sorted.get(to).completeValue().getAsDouble() == value) {
        to++;
      }
      Arrays.fill(ranks, from, to, (from + to - 1) / 2.0);
      from = to;
    }
    return ranks;
  }

  /// Which group each trial is in.
  private static int[] groups(Dimension dimension, List<Trial> trials) {
    int[] groups = new int[trials.size()]; // 0: plays no part
    List<Integer> active = new ArrayList<>();
    for (int i = 0; i < groups.length; i++) {
      Optional<JsonNode> value = trials.get(i).values().get(dimension.path());
      if (value.isPresent()) {
        active.add(i);
        if (dimension.domain() instanceof Choices choices) {
          groups[i] = 1 + choices.index(value.get());
        }
      }
    }
    if (dimension.domain().isRange()) {
      cut(active, groups, i -> Domain.number(trials.get(i).values().get(dimension.path()).get()));
    }
    return groups;
  }

  @FunctionalInterface
  private interface Values {
    double of(int trial);
  }

  /// Puts trials into groups of about one size; trials of one value stay together.
  private static void cut(List<Integer> active, int[] groups, Values values) {
    List<Integer> sorted =
        active.stream().sorted(Comparator.comparingDouble(i -> values.of(i))).toList();
    int count = Math.clamp(sorted.size() / LEAST_IN_GROUP, 2, MOST_GROUPS);
    for (int i = 0; i < sorted.size(); i++) {
      boolean same = i > 0 && values.of(sorted.get(i)) == values.of(sorted.get(i - 1));
      groups[sorted.get(i)] = same ? groups[sorted.get(i - 1)] : 1 + i * count / sorted.size();
    }
  }

  private static double share(double[] ranks, int[] groups) {
    double[] sums = new double[Arrays.stream(groups).max().orElse(0) + 1];
    int[] counts = new int[sums.length];
    double mean = Arrays.stream(ranks).average().orElse(0);
    double total = 0;
    for (int i = 0; i < ranks.length; i++) {
      sums[groups[i]] += ranks[i] - mean;
      counts[groups[i]]++;
      total += (ranks[i] - mean) * (ranks[i] - mean);
    }
    double between = 0;
    int used = 0;
    for (int group = 0; group < sums.length; group++) {
      if (counts[group] > 0) {
        between += sums[group] * sums[group] / counts[group];
        used++;
      }
    }
    int free = ranks.length - used;
    if (used < 2 || free < 1 || total == 0) {
      return 0;
    }
    double within = (total - between) / free;
    return Math.max(0, (between - (used - 1) * within) / total);
  }
}
