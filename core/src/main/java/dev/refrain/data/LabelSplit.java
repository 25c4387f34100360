package dev.refrain.data;

import dev.refrain.config.Checks;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which of some labelled items are held out: the numbers of their positions.
public final class LabelSplit {
  private LabelSplit() {}

  /// Holds out the same part of every class, rounded to whole items, drawn from `rng`. Of each class
  /// at least one item stays, and of two or more at least one is held out, unless the fraction is 0.
  ///
  /// @param labels the class of each item
  /// @throws IllegalArgumentException if the fraction is not at least 0 and below 1
  public static BitSet stratified(List<String> labels, double fraction, Rng rng) {
    Checks.requireRate("the fraction held out", fraction);
    BitSet heldOut = new BitSet();
    if (fraction == 0) {
      return heldOut;
    }
    Map<String, List<Integer>> byLabel = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      byLabel.computeIfAbsent(labels.get(i), label -> new ArrayList<>()).add(i);
    }
    for (List<Integer> items : byLabel.values()) {
      int[] order = items.stream().mapToInt(i -> i).toArray();
      rng.shuffle(order);
      long count = Math.clamp(Math.round(order.length * fraction), 1, order.length);
      for (int i = 0; i < Math.min(count, order.length - 1); i++) {
        heldOut.set(order[i]);
      }
    }
    return heldOut;
  }

  /// Holds out all items of some groups, drawn from `rng` until a fraction of the items is reached.
  ///
  /// @param groups the group of each item
  /// @throws IllegalArgumentException if the fraction is not at least 0 and below 1
  /// @throws DataException if something is to be held out of a single group
  public static BitSet byGroup(List<String> groups, double fraction, Rng rng) {
    Checks.requireRate("the fraction held out", fraction);
    Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      byGroup.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(i);
    }
    if (fraction > 0 && byGroup.size() < 2) {
      throw new DataException(
          "All items are of the group '%s', so none can be held out; name another column of groups, or none."
              .formatted(byGroup.isEmpty() ? "" : byGroup.keySet().iterator().next()));
    }
    List<String> names = byGroup.keySet().stream().sorted().toList();
    int[] order = new int[names.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    rng.shuffle(order);
    BitSet heldOut = new BitSet();
    for (int i = 0; i < order.length - 1 && heldOut.cardinality() < fraction * groups.size(); i++) {
      byGroup.get(names.get(order[i])).forEach(heldOut::set);
    }
    return heldOut;
  }

  /// Holds out all items of the groups that are named.
  ///
  /// @param groups the group of each item
  /// @throws DataException if there is no such group, with those there are, or no other is left
  public static BitSet ofGroups(List<String> groups, Set<String> named) {
    Set<String> known = new TreeSet<>(groups);
    for (String name : named) {
      if (!known.contains(name)) {
        throw new DataException(
            "There is no group '%s'; the groups are %s.".formatted(name, listed(known)));
      }
    }
    if (named.containsAll(known)) {
      throw new DataException(
          "All groups are held out, and none is left to learn from; leave one of %s."
              .formatted(listed(known)));
    }
    BitSet heldOut = new BitSet();
    for (int i = 0; i < groups.size(); i++) {
      heldOut.set(i, named.contains(groups.get(i)));
    }
    return heldOut;
  }

  private static String listed(Set<String> groups) {
    return String.join(", ", groups.stream().limit(30).toList())
        + (groups.size() > 30 ? ", … (%,d in all)".formatted(groups.size()) : "");
  }
}
