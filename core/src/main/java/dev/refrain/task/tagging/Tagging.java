package dev.refrain.task.tagging;

import java.util.List;

/// What a tagger says of a sentence.
///
/// @param words the words
/// @param tags a tag for each, in the scheme of the data that the tagger was trained on
/// @param probabilities of each tag, all other tags considered; empty unless asked for
public record Tagging(List<String> words, List<String> tags, List<Double> probabilities) {
  public Tagging {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    probabilities = List.copyOf(probabilities);
  }

  /// The entities that the tags say.
  public List<Entity> entities() {
    return Entity.of(tags);
  }

  /// The words of an entity with blanks between them.
  public String text(Entity entity) {
    return String.join(" ", words.subList(entity.from(), entity.to()));
  }
}
