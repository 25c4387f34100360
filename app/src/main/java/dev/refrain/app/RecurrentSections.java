package dev.refrain.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
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

  /// Gives the layers of every section a number and a width.
  ///
  /// @param whole a configuration, which is changed
  /// @param layers how many layers; null for as many as there are
  /// @param units the width of each; null for what they have, which must then be one width for all
  ///     if their number changes
  /// @throws WrongUsage if the number does not go with the widths
  void shape(ObjectNode whole, Integer layers, Integer units) {
    if (layers != null && layers < 1) {
      throw new WrongUsage("--layers is " + layers + ", it must be 1 or more");
    }
    for (String section : all) {
      if (!(Settings.at(whole, section) instanceof ObjectNode recurrent)
          || !(recurrent.get("hidden") instanceof ArrayNode hidden)
          || hidden.isEmpty()) {
        continue; // what is wrong with it is said when it is bound
      }
      int count = layers == null ? hidden.size() : layers;
      if (units == null && hidden.size() > 1 && hidden.size() != count) {
        throw new WrongUsage(
            "--layers is %d, but --hidden gives the widths of %d layers; leave --layers out"
                .formatted(count, hidden.size()));
      }
      List<JsonNode> widths = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        JsonNode own = hidden.get(Math.min(i, hidden.size() - 1));
        widths.add(units == null ? own : hidden.numberNode(units));
      }
      hidden.removeAll().addAll(widths);
    }
  }
}
