package dev.refrain.task.tagging;

import dev.refrain.data.ColumnFile;
import dev.refrain.data.DataException;
import dev.refrain.data.TaggedSentence;
import java.util.ArrayList;
import java.util.List;

/// The tags of a file held against their scheme.
final class SchemeReading {
  private SchemeReading() {}

  /// Which scheme the tags of a file are in: that which they break least often.
  ///
  /// @throws DataException if some tags say parts of entities and others say something else
  static TagScheme detect(ColumnFile file) {
    boolean entities = false;
    boolean ends = false;
    String strangePlace = null;
    String strange = null;
    for (TaggedSentence sentence : file.sentences()) {
      for (int i = 0; i < sentence.tags().size(); i++) {
        String tag = sentence.tags().get(i);
        if (Tag.isOfEntity(tag) && tag.length() > 1) {
          entities = true;
          ends |= tag.charAt(0) == 'E' || tag.charAt(0) == 'S';
        } else if (!Tag.isOne(tag) && strange == null) {
          strange = tag;
          strangePlace = file.place(sentence, i);
        }
      }
    }
    if (!entities) {
      return TagScheme.PLAIN;
    }
    if (strange != null) {
      throw new DataException(
          ("%s has the tag '%s', which is neither O nor a part of an entity such as B-person; mend"
                  + " it, choose another column with --tag-column or say --scheme plain.")
              .formatted(strangePlace, strange));
    }
    if (ends) {
      return TagScheme.IOBES;
    }
    return breaks(file, TagScheme.IOB1) < breaks(file, TagScheme.IOB2)
        ? TagScheme.IOB1
        : TagScheme.IOB2;
  }

  private static long breaks(ColumnFile file, TagScheme scheme) {
    return file.sentences().stream().filter(s -> scheme.firstBreak(s.tags()) >= 0).count();
  }

  /// The sentences of a file with tags that keep to a scheme.
  ///
  /// @param repair whether tags that break it are read as conlleval reads them, and written anew; else
  ///     they are an error
  /// @throws DataException naming the place where the scheme is broken
  static List<TaggedSentence> read(ColumnFile file, TagScheme scheme, boolean repair) {
    List<TaggedSentence> sentences = new ArrayList<>();
    for (TaggedSentence sentence : file.sentences()) {
      int at = scheme.firstBreak(sentence.tags());
      if (at < 0) {
        sentences.add(sentence);
      } else if (repair) {
        sentences.add(repaired(sentence, scheme));
      } else {
        throw new DataException(
            "%s %s, which %s does not allow; mend it, or say --repair to read it as conlleval does."
                .formatted(
                    file.place(sentence, Math.min(at, sentence.tags().size() - 1)),
                    what(sentence.tags(), at),
                    scheme));
      }
    }
    return sentences;
  }

  /// How many sentences of a file break a scheme.
  static long broken(ColumnFile file, TagScheme scheme) {
    return breaks(file, scheme);
  }

  private static TaggedSentence repaired(TaggedSentence sentence, TagScheme scheme) {
    List<String> tags = scheme.write(sentence.words().size(), Entity.of(sentence.tags()));
    return new TaggedSentence(sentence.words(), tags, sentence.lines());
  }

  private static String what(List<String> tags, int at) {
    if (at == tags.size()) {
      return "ends its sentence with " + tags.getLast();
    }
    return at == 0
        ? "begins its sentence with " + tags.getFirst()
        : "has %s after %s".formatted(tags.get(at), tags.get(at - 1));
  }
}
