package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.search.Dimension;
import dev.refrain.search.Point;
import dev.refrain.search.SearchFormatException;
import dev.refrain.search.SearchSpace;
import dev.refrain.search.StudyPlan;
import dev.refrain.search.StudyPlanJson;
import dev.refrain.search.StudySubject;
import dev.refrain.tensor.Rng;
import dev.refrain.train.DataFingerprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/// Makes the plan of a study of a space file and a command line, and holds that it can be meant, as
/// far as that shows before any data is read.
///
/// @param <C> the configuration of a run
final class SearchPlanner<C extends Record & TrainingConfig> {
  private static final String SEED = "seed";
  private static final String SHARDS = "shards";
  private static final int DRAWS = 20;

  private final TrainableTask<C> task;
  private final SearchSettings<C> settings;
  private final ParseResult parsed;
  private final StudyOptions options;

  SearchPlanner(TrainableTask<C> task, ParseResult parsed, StudyOptions options) {
    this.task = task;
    this.settings = new SearchSettings<>(task);
    this.parsed = parsed;
    this.options = options;
  }

  /// A plan, and a configuration out of its space: the one with the defaults, if it is one.
  ///
  /// @param plan for data that are not known yet
  record Planned<C>(StudyPlan plan, C sample) {}

  /// Makes the plan.
  ///
  /// @param shards into how many parts batches are cut if nothing says so; 0 for as this machine
  ///     suggests
  /// @throws WrongUsage in one sentence, with the line of the file where there is one
  Planned<C> plan(SpaceFile file, int shards) {
    ObjectNode search = file.search().deepCopy();
    options.lay(search);
    ObjectNode constants = constants(file, search);
    if (constants.path(SHARDS).asInt(0) == 0) {
      int parallel = search.path("parallel").asInt(1);
      int processors = Runtime.getRuntime().availableProcessors();
      constants.put(SHARDS, shards > 0 ? shards : parallel > 1 ? 1 : processors);
    }
    StudyPlan plan;
    try {
      DataFingerprint unknown = DataFingerprint.of("", new byte[0]);
      plan = StudyPlanJson.read(search, new StudySubject(task.name(), unknown, constants));
    } catch (SearchFormatException e) {
      throw file.wrongSearch(e.pointer(), e.getMessage());
    }
    ObjectNode whole = whole(file, constants);
    for (String key : SearchSettings.leaves(constants)) {
      String complaint = settings.complaint(key, whole);
      if (complaint != null) {
        throw file.wrongConstant(key, complaint);
      }
    }
    refuseDoubles(file, plan.space());
    for (Dimension dimension : plan.space().dimensions()) {
      String complaint = settings.complaint(dimension.path(), whole);
      if (complaint != null) {
        throw file.wrongDimension(dimension.path(), complaint);
      }
    }
    return new Planned<>(plan, sample(file, plan.space()));
  }

  /// What is the same in all trials: the file's, and over it what the options say. The study's seed
  /// stands with the search.
  private ObjectNode constants(SpaceFile file, ObjectNode search) {
    ObjectNode given = Settings.options(parsed, task.sections());
    JsonNode seed = given.remove(SEED);
    if (seed != null) {
      search.set(SEED, seed);
    }
    Integer layers = parsed.matchedOptionValue("--layers", null);
    if (layers != null) {
      given.put(SearchSettings.LAYERS, layers);
    }
    ObjectNode constants = file.constants().deepCopy();
    Settings.merge(given, constants);
    for (String place : task.places().keySet()) {
      Settings.removeEmpty(constants, place);
    }
    return constants;
  }

  /// A configuration that has every key there is.
  private ObjectNode whole(SpaceFile file, ObjectNode constants) {
    try {
      return Settings.tree(task.defaults(constants));
    } catch (IllegalArgumentException e) {
      throw new WrongUsage("%s: %s".formatted(file.path(), e.getMessage()), e);
    }
  }

  /// Holds that nothing is said twice in different words: `units` and `model.recurrent.hidden`.
  private void refuseDoubles(SpaceFile file, SearchSpace space) {
    Map<String, String> said = new HashMap<>();
    SearchSettings.leaves(space.constants())
        .forEach(key -> settings.keys(key).forEach(meant -> said.putIfAbsent(meant, key)));
    List<String> shape = List.of(SearchSettings.LAYERS, SearchSettings.UNITS);
    for (Dimension dimension : space.dimensions()) {
      for (String meant : settings.keys(dimension.path())) {
        String other = said.putIfAbsent(meant, dimension.path());
        if (other == null) {
          continue;
        }
        boolean bothShape = shape.contains(dimension.path()) && shape.contains(other);
        boolean depthOfWidth =
            dimension.path().equals(SearchSettings.LAYERS) && meant.equals(other);
        if (!bothShape && !depthOfWidth) {
          throw file.wrongDimension(
              dimension.path(),
              "%s is searched, and it is also said by %s; leave one out"
                  .formatted(dimension.path(), other));
        }
      }
    }
  }

  /// Tries the bounds of each dimension and all its choices: a value with which no configuration can
  /// be made, whatever the others are, is a mistake and no finding.
  private C sample(SpaceFile file, SearchSpace space) {
    C sample = null;
    Rng rng = Rng.seeded(0);
    for (Dimension dimension : space.dimensions()) {
      for (JsonNode value : dimension.domain().bounds()) {
        Attempt<C> attempt = attempt(space, dimension, value, rng);
        if (attempt.failure() != null) {
          throw file.wrongDimension(
              dimension.path(),
              "%s cannot be %s: %s".formatted(dimension.path(), value, attempt.failure()));
        }
        sample = sample == null ? attempt.config() : sample;
      }
    }
    try {
      return settings.config(space.constants(), 1);
    } catch (IllegalArgumentException e) {
      if (sample == null) {
        throw new WrongUsage("%s: %s".formatted(file.path(), e.getMessage()), e);
      }
      return sample;
    }
  }

  /// @param config null if none came about
  /// @param failure why not; null if nothing was tried
  private record Attempt<C>(C config, String failure) {}

  private Attempt<C> attempt(SearchSpace space, Dimension dimension, JsonNode value, Rng rng) {
    String failure = null;
    for (int i = 0; i < DRAWS; i++) {
      Point point =
          space.point(
              d -> d.path().equals(dimension.path()) ? value : d.domain().at(rng.nextDouble()));
      if (point.get(dimension.path()).isEmpty()) {
        continue; // its condition does not hold here
      }
      try {
        return new Attempt<>(settings.config(space.settings(point), 1), null);
      } catch (IllegalArgumentException e) {
        failure = e.getMessage();
      }
    }
    return new Attempt<>(null, failure);
  }
}
