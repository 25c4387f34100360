package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Finds the options of a `train` command that ask for given settings, so that people can copy them.
///
/// @param command makes the command
/// @param <C> the configuration of a run
record TrainWords<C extends Record & TrainingConfig>(
    TrainableTask<C> task, Supplier<Object> command) {

  /// The words for settings; empty if options cannot say them, or would be refused.
  ///
  /// @param settings a tree of keys over the defaults, as in [SearchSettings]
  /// @param wanted the configuration that they make
  Optional<List<String>> words(ObjectNode settings, C wanted) {
    CommandLine train = new CommandLine(command.get());
    Map<String, OptionSpec> options = options(train);
    ObjectNode whole = Settings.tree(wanted);
    List<String> words = new ArrayList<>();
    for (String key : SearchSettings.leaves(settings)) {
      OptionSpec option = options.get(key);
      JsonNode value = Settings.at(settings, key);
      if (option == null) {
        return Optional.empty();
      }
      if (option.isOption() && option.arity().max() == 0) {
        if (value.asBoolean() != sets(option).map(Sets::off).orElse(false)) {
          words.add(option.longestName());
        }
      } else if (!isEmpty(value)) {
        words.add(option.longestName());
        words.addAll(values(option, value));
      }
    }
    return means(train, words, whole) ? Optional.of(words) : Optional.empty();
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isArray() && value.isEmpty());
  }

  private static List<String> values(OptionSpec option, JsonNode value) {
    List<String> values = new ArrayList<>();
    if (value instanceof ArrayNode array) {
      array.forEach(element -> values.add(element.asText()));
    } else {
      values.add(value.isDouble() ? value.decimalValue().toPlainString() : value.asText());
    }
    return option.splitRegex().isEmpty() ? values : List.of(String.join(",", values));
  }

  /// The option for each key that has one.
  private Map<String, OptionSpec> options(CommandLine train) {
    RecurrentSections sections = task.sections();
    Map<String, OptionSpec> options = new HashMap<>();
    for (OptionSpec option : train.getCommandSpec().options()) {
      sets(option)
          .ifPresent(
              sets -> {
                List<String> keys = sections.keys(sets.value());
                if (keys.size() == 1) {
                  options.put(keys.getFirst(), option);
                }
                if (keys.size() == sections.all().size() && !keys.contains(sets.value())) {
                  String section = sections.all().getFirst();
                  options.put(
                      SearchSettings.RECURRENT + keys.getFirst().substring(section.length()),
                      option);
                }
              });
      if (option.longestName().equals("--layers")) {
        options.put(SearchSettings.LAYERS, option);
      } else if (option.longestName().equals("--hidden")) {
        options.put(SearchSettings.UNITS, option);
      }
    }
    return options;
  }

  private static Optional<Sets> sets(OptionSpec option) {
    return option.userObject() instanceof AnnotatedElement field
        ? Optional.ofNullable(field.getAnnotation(Sets.class))
        : Optional.empty();
  }

  /// Whether words make a configuration, and none of them is refused.
  private boolean means(CommandLine train, List<String> words, ObjectNode whole) {
    try {
      ParseResult parsed = train.parseArgs(words.toArray(String[]::new));
      Settings.refuseTwice(parsed);
      C made = new TrainingCommand<>(task, parsed, new BestRunOptions()).begun();
      IdleOptions.refuse(parsed, task, made);
      return Settings.tree(made).equals(whole);
    } catch (ParameterException | WrongUsage e) {
      return false; // the configuration file says it
    }
  }
}
