package dev.refrain.task.tagging;

import dev.refrain.data.TaggedSentence;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How well sentences were tagged, counted as conlleval counts (Tjong Kim Sang & Buchholz 2000): an
/// entity is right if its type and both its ends are. Sequences that break their scheme are read as
/// [Entity#of] reads them.
///
/// @param words how many words there are
/// @param correctWords how many of them have the right tag
/// @param all the entities of all types
/// @param types those of each type
/// @param surfaces the different texts of entities with their types, each counted once: right if it
///     was right at some place (the surface form F1 of WNUT 2017; Derczynski et al. 2017)
public record TaggingScores(
    long words,
    long correctWords,
    EntityCounts all,
    SortedMap<String, EntityCounts> types,
    EntityCounts surfaces) {

  /// A text that is something.
  private record Surface(List<String> words, String type) {}

  public TaggingScores {
    types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
  }

  /// Counts.
  ///
  /// @param references the sentences as they should be
  /// @param tags what the tagger said of the words of each
  /// @throws IllegalArgumentException if there are not as many
  public static TaggingScores of(List<TaggedSentence> references, List<List<String>> tags) {
    if (references.size() != tags.size()) {
      throw new IllegalArgumentException(
          "tags of %d sentences for %d".formatted(tags.size(), references.size()));
    }
    long words = 0;
    long correctWords = 0;
    SortedMap<String, EntityCounts> types = new TreeMap<>();
    Set<Surface> wanted = new HashSet<>();
    Set<Surface> found = new HashSet<>();
    Set<Surface> correct = new HashSet<>();
    for (int s = 0; s < tags.size(); s++) {
      TaggedSentence reference = references.get(s);
      if (reference.tags().size() != tags.get(s).size()) {
        throw new IllegalArgumentException(
            "%d tags for sentence %d, which has %d words"
                .formatted(tags.get(s).size(), s, reference.words().size()));
      }
      for (int i = 0; i < reference.tags().size(); i++) {
        words++;
        correctWords += reference.tags().get(i).equals(tags.get(s).get(i)) ? 1 : 0;
      }
      Set<Entity> there = new HashSet<>(Entity.of(reference.tags()));
      for (Entity entity : there) {
        types.merge(entity.type(), new EntityCounts(1, 0, 0), EntityCounts::plus);
        wanted.add(surface(reference, entity));
      }
      for (Entity entity : Entity.of(tags.get(s))) {
        boolean right = there.contains(entity);
        types.merge(entity.type(), new EntityCounts(0, 1, right ? 1 : 0), EntityCounts::plus);
        found.add(surface(reference, entity));
        if (right) {
          correct.add(surface(reference, entity));
        }
      }
    }
    EntityCounts all = types.values().stream().reduce(EntityCounts.NONE, EntityCounts::plus);
    return new TaggingScores(
        words,
        correctWords,
        all,
        types,
        new EntityCounts(wanted.size(), found.size(), correct.size()));
  }

  private static Surface surface(TaggedSentence sentence, Entity entity) {
    return new Surface(sentence.words().subList(entity.from(), entity.to()), entity.type());
  }

  /// The part of the words that have the right tag.
  public double accuracy() {
    return words == 0 ? 0 : (double) correctWords / words;
  }
}
