package dev.refrain.task.tagging;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.refrain.config.Labels;
import dev.refrain.nn.crf.ChainConstraints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.IntStream;

/// How tags say where entities begin and end.
public enum TagScheme {
  /// Words inside an entity are `I`; `B` is only for one that follows another of its type (Ramshaw &
  /// Marcus 1995).
  IOB1("IB"),
  /// Every entity begins with `B` and goes on with `I`; also called BIO.
  IOB2("BI"),
  /// As IOB2, but the last word is `E`, and an entity of one word is `S`; also called BIOES.
  IOBES("BIES"),
  /// Tags that know no entities, such as parts of speech: anything may follow anything.
  PLAIN("");

  private final String kinds;

  TagScheme(String kinds) {
    this.kinds = kinds;
  }

  /// The name people write: `iob2`.
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The scheme of a name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists the known ones
  @JsonCreator
  public static TagScheme named(String label) {
    return Labels.find(values(), TagScheme::label, "tag scheme", label);
  }

  /// Whether a sentence may begin with a tag.
  boolean begins(Tag tag) {
    return switch (this) {
      case IOB1 -> tag.kind() != 'B';
      case IOB2 -> tag.kind() != 'I';
      case IOBES -> tag.kind() != 'I' && tag.kind() != 'E';
      case PLAIN -> true;
    };
  }

  /// Whether a sentence may end with a tag.
  boolean ends(Tag tag) {
    return this != IOBES || (tag.kind() != 'B' && tag.kind() != 'I');
  }

  /// Whether `after` may follow `before`.
  boolean follows(Tag before, Tag after) {
    boolean same = before.type().equals(after.type());
    return switch (this) {
      case IOB1 -> after.kind() != 'B' || (before.kind() != 'O' && same);
      case IOB2 -> after.kind() != 'I' || (before.kind() != 'O' && same);
      case IOBES -> {
        boolean within = after.kind() == 'I' || after.kind() == 'E';
        boolean open = before.kind() == 'B' || before.kind() == 'I';
        yield open ? within && same : !within;
      }
      case PLAIN -> true;
    };
  }

  /// All tags for entities of these types, `O` first.
  List<String> tags(SortedSet<String> types) {
    List<String> tags = new ArrayList<>(List.of(Tag.OUTSIDE.text()));
    for (String type : types) {
      kinds.chars().mapToObj(kind -> new Tag((char) kind, type).text()).forEach(tags::add);
    }
    return tags;
  }

  /// The tags of a sentence that has these entities.
  ///
  /// @param words how many words it has
  /// @param entities from left to right, none over another
  List<String> write(int words, List<Entity> entities) {
    String[] tags = new String[words];
    Arrays.fill(tags, Tag.OUTSIDE.text());
    Entity last = new Entity("", -1, -1);
    for (Entity entity : entities) {
      for (int i = entity.from(); i < entity.to(); i++) {
        tags[i] = new Tag(kind(entity, i, last), entity.type()).text();
      }
      last = entity;
    }
    return List.of(tags);
  }

  private char kind(Entity entity, int word, Entity last) {
    boolean first = word == entity.from();
    boolean end = word == entity.to() - 1;
    return switch (this) {
      case IOB1 ->
          first && last.to() == entity.from() && last.type().equals(entity.type()) ? 'B' : 'I';
      case IOB2 -> first ? 'B' : 'I';
      case IOBES -> {
        if (first) {
          yield end ? 'S' : 'B';
        }
        yield end ? 'E' : 'I';
      }
      case PLAIN -> throw new IllegalStateException("plain tags have no entities");
    };
  }

  /// What a sequence of tags must keep to, by the numbers of the tags.
  ChainConstraints constraints(List<String> tags) {
    List<Tag> parsed = tags.stream().map(Tag::parse).toList();
    return ChainConstraints.of(
        tags.size(),
        tag -> begins(parsed.get(tag)),
        (before, after) -> follows(parsed.get(before), parsed.get(after)),
        tag -> ends(parsed.get(tag)));
  }

  /// The first word whose tag this scheme does not allow where it stands; the number of words if it is
  /// the end that comes too early, −1 if all is well.
  int firstBreak(List<String> tags) {
    if (this == PLAIN) {
      return -1;
    }
    return IntStream.rangeClosed(0, tags.size())
        .filter(i -> breaks(tags, i))
        .findFirst()
        .orElse(-1);
  }

  private boolean breaks(List<String> tags, int i) {
    if (i < tags.size()
        && Tag.isOfEntity(tags.get(i))
        && kinds.indexOf(tags.get(i).charAt(0)) < 0) {
      return true;
    }
    Tag before = i == 0 ? null : Tag.parse(tags.get(i - 1));
    if (i == tags.size()) {
      return !ends(before);
    }
    Tag tag = Tag.parse(tags.get(i));
    return before == null ? !begins(tag) : !follows(before, tag);
  }

  @Override
  public String toString() {
    return label();
  }
}
