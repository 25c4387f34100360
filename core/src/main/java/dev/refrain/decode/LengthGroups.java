package dev.refrain.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Items, such as sentences, in groups of similar length to be worked on side by side, and the groups
/// on several threads.
public final class LengthGroups {
  private final int items;
  private final List<int[]> groups;

  private LengthGroups(int items, List<int[]> groups) {
    this.items = items;
    this.groups = groups;
  }

  /// Groups of at most `most` items, the longest first; items of one length stay in their order.
  ///
  /// @param lengths of the items
  public static LengthGroups of(int[] lengths, int most) {
    int[] order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -lengths[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> groups = new ArrayList<>();
    for (int from = 0; from < order.length; from += most) {
      groups.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + most)));
    }
    return new LengthGroups(lengths.length, groups);
  }

  /// What comes of each item, in their order.
  ///
  /// @param threads the most to use
  /// @param work from the numbers of a group's items, longest first, to what comes of each
  /// @throws RuntimeException what `work` throws
  public <R> List<R> map(int threads, Function<int[], List<R>> work) {
    List<R> results = new ArrayList<>(Collections.nCopies(items, null));
    try (ExecutorService executor =
        Executors.newFixedThreadPool(Math.max(1, Math.min(threads, groups.size())))) {
      List<Future<?>> done = new ArrayList<>();
      for (int[] group : groups) {
        done.add(executor.submit(() -> put(group, work.apply(group), results)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a group failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return results;
  }

  private static <R> void put(int[] group, List<R> made, List<R> results) {
    for (int i = 0; i < group.length; i++) {
      results.set(group[i], made.get(i));
    }
  }
}
