package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What a search may say of a task: every key of its configuration and, for depth and width in one
/// word, `layers` and `units`; and `recurrent.KEY` for a key of all its recurrent layers. They mean
/// what `--layers`, `--hidden` and the options for recurrent layers mean on the command line.
///
/// @param <C> the configuration of a run
final class SearchSettings<C extends Record & TrainingConfig> {
  static final String LAYERS = "layers";
  static final String UNITS = "units";
  static final String RECURRENT = "recurrent";
  private static final String SEED = "seed";

  private final TrainableTask<C> task;

  SearchSettings(TrainableTask<C> task) {
    this.task = task;
  }

  /// The configuration that settings make.
  ///
  /// @param settings a tree of keys over the defaults
  /// @throws IllegalArgumentException in one sentence if they make none
  @SuppressWarnings("unchecked") // the class of a C
  C config(ObjectNode settings, long seed) {
    try {
      ObjectNode given = settings.deepCopy().put(SEED, seed);
      JsonNode layers = given.remove(LAYERS);
      JsonNode units = given.remove(UNITS);
      spread(given);
      ObjectNode whole = Settings.tree(task.defaults(given));
      Settings.lay(given, whole, "the settings");
      task.sections().shape(whole, number(LAYERS, layers), number(UNITS, units));
      return (C) Settings.bind(whole, task.defaults(given).getClass());
    } catch (WrongUsage e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Integer number(String key, JsonNode value) {
    if (value == null) {
      return null;
    }
    if (!value.isInt() || value.intValue() < 1) {
      throw new IllegalArgumentException(
          "%s is %s, it must be a whole number from 1 on".formatted(key, value));
    }
    return value.intValue();
  }

  /// Puts what is said of all recurrent layers where each looks for it; what is said of one wins.
  private void spread(ObjectNode given) {
    if (given.remove(RECURRENT) instanceof ObjectNode all) {
      for (String section : task.sections().all()) {
        for (var property : all.properties()) {
          String key = section + "." + property.getKey();
          if (Settings.at(given, key).isMissingNode()) {
            Settings.put(given, key, property.getValue());
          }
        }
      }
    }
  }

  /// The keys of the configuration that a key of a search stands for.
  List<String> keys(String key) {
    if (key.equals(LAYERS) || key.equals(UNITS)) {
      return task.sections().all().stream().map(section -> section + ".hidden").toList();
    }
    if (key.startsWith(RECURRENT + ".")) {
      String inner = key.substring(RECURRENT.length());
      return task.sections().all().stream().map(section -> section + inner).toList();
    }
    return List.of(key);
  }

  /// What is wrong with a key; null if it is one.
  ///
  /// @param tree a whole configuration
  String complaint(String key, ObjectNode tree) {
    for (String meant : keys(key)) {
      JsonNode at = tree;
      String[] words = meant.split("\\.");
      for (int i = 0; i < words.length; i++) {
        if (!at.has(words[i])) {
          return "there is no key '%s'; %s are %s"
              .formatted(key, i == 0 ? "the keys" : "those there", known(at, i == 0));
        }
        at = at.get(words[i]);
      }
      if (at.isObject()) {
        return "'%s' is a section; its keys are %s".formatted(key, known(at, false));
      }
    }
    return null;
  }

  private static String known(JsonNode section, boolean top) {
    TreeSet<String> known = new TreeSet<>();
    section.fieldNames().forEachRemaining(known::add);
    List<String> all = new ArrayList<>(known);
    if (top) {
      all.addAll(List.of(LAYERS, UNITS, RECURRENT + ".KEY"));
    }
    return String.join(", ", all);
  }

  /// The keys of all leaves of a tree: `optimizer.rate`.
  static List<String> leaves(ObjectNode tree) {
    List<String> leaves = new ArrayList<>();
    collect(tree, "", leaves);
    return leaves;
  }

  private static void collect(ObjectNode tree, String path, List<String> leaves) {
    for (var property : tree.properties()) {
      if (property.getValue() instanceof ObjectNode section) {
        collect(section, path + property.getKey() + ".", leaves);
      } else {
        leaves.add(path + property.getKey());
      }
    }
  }
}
