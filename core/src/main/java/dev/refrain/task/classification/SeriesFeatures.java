package dev.refrain.task.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.data.series.MissingValues;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesScaling;
import dev.refrain.data.series.SeriesSet;
import java.util.List;

/// The features of the series that a model reads, and what brings them to size: what was found out
/// from the part to learn from.
///
/// @param names of the F features, in their order
/// @param scaling of the F features
public record SeriesFeatures(List<String> names, SeriesScaling scaling) {
  private static final String KEY = "features";
  private static final SeriesFeatures NONE =
      new SeriesFeatures(List.of(), new SeriesScaling(List.of(), List.of()));

  /// @throws IllegalArgumentException if there is not a scaling for each name
  public SeriesFeatures {
    names = List.copyOf(names);
    if (scaling.features() != names.size()) {
      throw new IllegalArgumentException(
          "there are %d features and a scaling of %d".formatted(names.size(), scaling.features()));
    }
  }

  /// Takes them out of a model's configuration.
  ///
  /// @throws IllegalArgumentException if they are not there, or damaged
  static SeriesFeatures takeFrom(ObjectNode configuration) {
    JsonNode found = configuration.remove(KEY);
    SeriesFeatures features =
        RecordJson.read("model.json", found == null ? configuration.objectNode() : found, NONE);
    if (features.names().isEmpty()) {
      throw new IllegalArgumentException(
          "model.json does not say which features the series have; copy the model's files again");
    }
    return features;
  }

  void putInto(ObjectNode configuration) {
    configuration.set(KEY, RecordJson.write(this));
  }

  int count() {
    return names.size();
  }

  /// Series as the model reads them: nothing missing, and scaled.
  ///
  /// @throws dev.refrain.data.DataException if values are missing and may not be, or there are not as
  ///     many features
  List<Series> prepare(SeriesSet set, MissingValues missing) {
    set.requireFeatures(names);
    return scaling.apply(missing.apply(set).set()).series();
  }
}
