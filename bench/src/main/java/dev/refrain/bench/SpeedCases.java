package dev.refrain.bench;

import dev.refrain.bench.decoding.BeamCase;
import dev.refrain.bench.layer.LayerCase;
import dev.refrain.bench.race.SpeedCase;
import dev.refrain.bench.streaming.StreamingCase;
import dev.refrain.bench.training.AttentionCase;
import dev.refrain.bench.training.ClassifierCase;
import dev.refrain.bench.training.LanguageCase;
import dev.refrain.bench.training.PairCase;
import dev.refrain.bench.training.TaggerCase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that is compared, in groups, each a table of docs/results.md.
public final class SpeedCases {
  private static final Map<String, List<? extends SpeedCase>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("layers", LayerCase.CELLS);
    GROUPS.put("options", LayerCase.OPTIONS);
    GROUPS.put("characters", LanguageCase.CHARACTERS);
    GROUPS.put("words", List.of(LanguageCase.WORDS));
    GROUPS.put("attention", AttentionCase.ALL);
    GROUPS.put("pairs", PairCase.ALL);
    GROUPS.put("decoding", BeamCase.ALL);
    GROUPS.put("classifying", ClassifierCase.ALL);
    GROUPS.put("tagging", TaggerCase.ALL);
    GROUPS.put("streaming", StreamingCase.ALL);
    GROUPS.put("growth", LayerCase.GROWTH);
  }

  private SpeedCases() {}

  /// The names of all groups.
  public static List<String> groups() {
    return List.copyOf(GROUPS.keySet());
  }

  /// The cases of a group.
  ///
  /// @throws IllegalArgumentException if there is no such group, listing them
  public static List<? extends SpeedCase> group(String name) {
    List<? extends SpeedCase> group = GROUPS.get(name);
    if (group == null) {
      throw new IllegalArgumentException(
          "there is no group '%s'; the groups are %s"
              .formatted(name, String.join(", ", GROUPS.keySet())));
    }
    return group;
  }

  /// A case.
  ///
  /// @throws IllegalArgumentException if there is no such case, listing them
  public static SpeedCase named(String id) {
    return all()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no case '%s'; the cases are %s"
                        .formatted(
                            id, all().map(SpeedCase::id).collect(Collectors.joining(", ")))));
  }

  private static Stream<? extends SpeedCase> all() {
    return GROUPS.values().stream().flatMap(List::stream);
  }
}
