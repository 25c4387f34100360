package dev.refrain.task.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.config.RecordJson;
import dev.refrain.kernel.Devices;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelFolder;
import dev.refrain.train.ModelFormatException;
import dev.refrain.train.ModelManifest;
import dev.refrain.train.ModelWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A network that reads a window of a series and forecasts what comes next.
///
/// ```java
/// var config = ForecastConfig.defaults("OT").withWindow(96, 24);
/// TimeSeries series = TimeSeries.read(Path.of("ETTh1.csv"), config.series());
/// var model = ForecastModel.create(config, series, Rng.seeded(1));
/// Trainer.of(new ForecastTask(model, series)).epochs(10).run();
/// Forecast next = Forecaster.of(model, series, 24, Rng.seeded(1)).beyondTheEnd();
/// ```
///
/// Scales are learned from the part of the series that is learned, and stored with the model.
public final class ForecastModel {
  /// The name of this task in `model.json`.
  public static final String TASK = "forecast";

  private static final String PROFILE = "profile";
  private static final SeriesProfile NO_PROFILE = new SeriesProfile(1, List.of(), List.of());

  private final ForecastConfig config;
  private final SeriesProfile profile;
  private final DataFingerprint data;
  private final Parameters parameters;
  private final ForecastNetwork network;
  private final Likelihood likelihood;

  private ForecastModel(
      ForecastConfig config, SeriesProfile profile, DataFingerprint data, Parameters parameters) {
    if (config.series().targets().isEmpty()
        || profile.targets().size() != config.series().targets().size()
        || profile.covariates().size() != config.series().covariates().size()) {
      throw new IllegalArgumentException(
          "there are %d targets and %d covariates, and scales for %d and %d"
              .formatted(
                  config.series().targets().size(),
                  config.series().covariates().size(),
                  profile.targets().size(),
                  profile.covariates().size()));
    }
    this.config = config;
    this.profile = profile;
    this.data = data;
    this.parameters = parameters;
    this.network = new ForecastNetwork(config, parameters);
    this.likelihood = new Likelihood(config);
  }

  /// A new model for a series, whose weights are drawn from `rng`.
  ///
  /// @throws dev.refrain.data.DataException if there is nothing to learn from it
  public static ForecastModel create(ForecastConfig config, TimeSeries series, Rng rng) {
    return create(config, series, Precision.FLOAT32, rng);
  }

  /// A new model in another precision: in double for checking gradients.
  public static ForecastModel create(
      ForecastConfig config, TimeSeries series, Precision precision, Rng rng) {
    SeriesSplit split = config.split().of(series);
    return new ForecastModel(
        config,
        SeriesProfile.of(series, config, split.validation()),
        series.fingerprint(),
        new Parameters(precision, rng));
  }

  /// Reads a model from its folder.
  ///
  /// @throws IOException in one sentence if there is none, or it is damaged
  public static ForecastModel load(Path path) throws IOException {
    return load(ModelFolder.open(path));
  }

  /// Reads the model of an opened folder.
  ///
  /// @throws IOException in one sentence if it is of another task, or damaged
  public static ForecastModel load(ModelFolder folder) throws IOException {
    ModelManifest manifest = folder.manifest();
    manifest.requireTask(TASK, folder.path());
    ForecastModel model;
    try {
      ObjectNode json = RecordJson.object("model.json", manifest.configuration()).deepCopy();
      JsonNode profile = json.remove(PROFILE);
      if (profile == null) {
        throw new IllegalArgumentException("model.json: the configuration has no " + PROFILE);
      }
      model =
          new ForecastModel(
              ForecastConfig.fromJson("model.json", json),
              RecordJson.read("model.json", profile, NO_PROFILE),
              manifest.data(),
              folder.parametersToLoad());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(folder.path() + ": " + e.getMessage(), e);
    }
    folder.loadWeights(model.parameters());
    return model;
  }

  /// Writes the model to a folder that does not exist yet or is empty, without a state to train on
  /// from. (A [dev.refrain.train.Trainer] with checkpoints writes the folder itself.)
  ///
  /// @throws IOException in one sentence if the folder may not be used
  public void save(Path path) throws IOException {
    ObjectNode nothing = config.toJson().objectNode();
    try (var writer = openWriter(path, 0, 1, nothing, ModelWriter.IfExists.REFUSE)) {
      writer.saveWeights(parameters);
    }
  }

  /// A writer for this model's folder, for a trainer's checkpoints.
  ///
  /// @param seed the run's seed
  /// @param shards how many parts each batch is cut into
  /// @param extra whatever else is to be kept in `model.json`
  /// @throws IOException in one sentence if the folder may not be used
  public ModelWriter openWriter(
      Path path, long seed, int shards, ObjectNode extra, ModelWriter.IfExists ifExists)
      throws IOException {
    ObjectNode json = config.toJson();
    json.set(PROFILE, RecordJson.write(profile));
    return ModelWriter.create(
        path, ModelManifest.of(TASK, json, data, seed, shards, extra), Map.of(), ifExists);
  }

  /// Begins to forecast one step ahead as values arrive. The weights must not change meanwhile.
  ///
  /// @throws IllegalArgumentException if the model does not go step by step: unless it is recursive,
  ///     without normalization of windows, and reads its targets alone
  public ForecastSession openSession() {
    if (config.method() != ForecastMethod.RECURSIVE
        || config.normalization() != WindowNormalization.NONE
        || config.series().knownWidth() > 0) {
      throw new IllegalArgumentException(
          "a session needs a recursive model without normalization of windows, covariates and calendar; this one is %s, its normalization %s, and it reads %d numbers known ahead"
              .formatted(config.method(), config.normalization(), config.series().knownWidth()));
    }
    return new ForecastSession(this, parameters.packed(Devices.best()));
  }

  public ForecastConfig config() {
    return config;
  }

  /// What it knows of the series that it learned.
  public SeriesProfile profile() {
    return profile;
  }

  /// Which data it was made for.
  public DataFingerprint data() {
    return data;
  }

  /// What is learned.
  public Parameters parameters() {
    return parameters;
  }

  ForecastNetwork network() {
    return network;
  }

  Likelihood likelihood() {
    return likelihood;
  }

  /// A series as this model reads it.
  ///
  /// @param ahead how many steps beyond its end are to be known, as far as covariates are
  /// @throws dev.refrain.data.DataException if the series has other targets
  PreparedSeries prepare(TimeSeries series, int ahead) {
    if (!series.targets().equals(config.series().targets())) {
      throw series.bad(
          "has the targets %s, the model forecasts %s; read the columns of the model"
              .formatted(series.targets(), config.series().targets()));
    }
    return new PreparedSeries(series, config, profile, ahead);
  }
}
