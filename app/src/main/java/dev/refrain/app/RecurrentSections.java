package dev.refrain.app;

import java.util.List;

/// Which keys of a configuration hold recurrent layers. The options for such layers, which several
/// tasks share, say `{recurrent}` or `{wholeSequence}` for them; see [Sets].
///
/// @param all every such key: `model.encoder`
/// @param wholeSequence those of layers that always see a whole sequence, so that one mask may hold
///     for all its steps
record RecurrentSections(List<String> all, List<String> wholeSequence) {
  private static final String ALL = "{recurrent}";
  private static final String WHOLE_SEQUENCE = "{wholeSequence}";

  /// The keys that a key of [Sets] stands for.
  List<String> keys(String key) {
    if (key.startsWith(ALL)) {
      return all.stream().map(section -> section + key.substring(ALL.length())).toList();
    }
    if (key.startsWith(WHOLE_SEQUENCE)) {
      return wholeSequence.stream()
          .map(section -> section + key.substring(WHOLE_SEQUENCE.length()))
          .toList();
    }
    return List.of(key);
  }
}
