package dev.refrain.data.series;

import dev.refrain.data.DataException;
import dev.refrain.data.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Series with the same features, in the order of the file.
public final class SeriesSet {
  private final String name;
  private final List<String> features;
  private final List<Series> series;

  /// @param name what messages call the data: a file's name
  /// @param features the names of the F features
  /// @throws DataException if there is no series
  /// @throws IllegalArgumentException if one has another number of features
  public SeriesSet(String name, List<String> features, List<Series> series) {
    this.name = name;
    this.features = List.copyOf(features);
    this.series = List.copyOf(series);
    if (series.isEmpty()) {
      throw new DataException(name + " has no series in it; name data with at least one.");
    }
    for (Series one : series) {
      if (one.features() != features.size()) {
        throw new IllegalArgumentException(
            "%s has %d features, not %d".formatted(one.origin(), one.features(), features.size()));
      }
    }
  }

  /// What messages call the data.
  public String name() {
    return name;
  }

  /// The names of the F features.
  public List<String> features() {
    return features;
  }

  public List<Series> series() {
    return series;
  }

  /// The steps of all series together.
  public long steps() {
    return series.stream().mapToLong(Series::steps).sum();
  }

  /// The labels that occur, those that are whole numbers by value, else by alphabet.
  ///
  /// @throws DataException if a series has none
  public List<String> labels() {
    return distinct(series.stream().map(one -> known(one, one.label(), "label")).toList());
  }

  /// The groups that occur, in the order of [#labels].
  ///
  /// @throws DataException if a series has none
  public List<String> groups() {
    return distinct(series.stream().map(one -> known(one, one.group(), "group")).toList());
  }

  private static String known(Series one, Optional<String> value, String what) {
    return value.orElseThrow(
        () -> new DataException("%s has no %s; give it one.".formatted(one.origin(), what)));
  }

  private static List<String> distinct(List<String> values) {
    Set<String> distinct = new TreeSet<>(values);
    List<String> ordered = new ArrayList<>(distinct);
    if (ordered.stream().allMatch(SeriesSet::whole)) {
      ordered.sort((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
    }
    return Collections.unmodifiableList(ordered);
  }

  private static boolean whole(String text) {
    return text.matches("-?[0-9]{1,18}");
  }

  /// The series that hold to a condition.
  ///
  /// @param part what messages call the part: `training`
  /// @throws DataException if there is none
  public SeriesSet only(String part, Predicate<Series> condition) {
    List<Series> chosen = series.stream().filter(condition).toList();
    if (chosen.isEmpty()) {
      throw new DataException("%s has no series for %s; choose other parts.".formatted(name, part));
    }
    return new SeriesSet(name, features, chosen);
  }

  /// The same set with these series.
  public SeriesSet withSeries(List<Series> newSeries) {
    return new SeriesSet(name, features, newSeries);
  }

  /// Holds that the set has as many features as a model reads.
  ///
  /// @param expected the names of the model's features
  /// @throws DataException if it has not; the message lists both
  public void requireFeatures(List<String> expected) {
    if (features.size() != expected.size()) {
      throw new DataException(
          "%s has %,d features (%s), and the model reads %,d (%s); name as many columns or signals, in the same order."
              .formatted(
                  name,
                  features.size(),
                  Excerpt.of(String.join(", ", features)),
                  expected.size(),
                  Excerpt.of(String.join(", ", expected))));
    }
  }
}
