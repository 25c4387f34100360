package dev.refrain.task.tagging;

import java.util.ArrayList;
import java.util.List;

/// Some words of a sentence that together are something.
///
/// @param type what they are; empty if the tags say no type
/// @param from the first of its words, from 0
/// @param to the end of its words, exclusive
public record Entity(String type, int from, int to) {

  /// The entities that tags say there are, read as conlleval reads them, which finds a sense in tags
  /// that break their scheme too: an entity ends before `O`, `B`, `S`, another type, and after `E` and
  /// `S`; and whatever tag of an entity does not go on with one begins one.
  public static List<Entity> of(List<String> tags) {
    List<Entity> entities = new ArrayList<>();
    Tag before = Tag.OUTSIDE;
    int from = 0;
    for (int i = 0; i <= tags.size(); i++) {
      Tag tag = i == tags.size() ? Tag.OUTSIDE : Tag.parse(tags.get(i));
      boolean goesOn =
          (before.kind() == 'B' || before.kind() == 'I')
              && (tag.kind() == 'I' || tag.kind() == 'E')
              && tag.type().equals(before.type());
      if (!goesOn) {
        if (before.kind() != 'O') {
          entities.add(new Entity(before.type(), from, i));
        }
        from = i;
      }
      before = tag;
    }
    return entities;
  }
}
