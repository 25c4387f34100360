package dev.refrain.task.tagging;

import dev.refrain.data.DataException;
import dev.refrain.data.TaggedSentence;
import dev.refrain.data.TokenCounts;
import dev.refrain.data.Vocabulary;
import dev.refrain.data.VocabularyFile;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a tagger knows: words, characters and tags.
///
/// @param words with the unknown one
/// @param characters with the unknown one, for those that occur once or never in training
/// @param tags of the scheme that is learned
record TaggingVocabularies(Vocabulary words, Vocabulary characters, Vocabulary tags) {
  private static final String CHARACTERS = "vocabulary.characters.txt";
  private static final String TAGS = "vocabulary.tags.txt";

  /// How often a character must occur: those that occur once teach what an unknown one means.
  private static final int CHARACTER_COUNT = 2;

  /// Above this the tags are hardly tags, and the table of their transitions would be large.
  private static final int MOST_TAGS = 1000;

  /// Chooses them for sentences whose tags are of the scheme that is learned.
  ///
  /// @throws DataException if there are fewer than two tags, or too many
  static TaggingVocabularies learn(
      TaggingConfig config, TagScheme learned, List<TaggedSentence> sentences) {
    var words = new TokenCounts();
    var characters = new TokenCounts();
    var types = new TreeSet<String>();
    var plain = new TreeSet<String>();
    for (TaggedSentence sentence : sentences) {
      for (String word : sentence.words()) {
        words.add(config.words().normalized(word));
        word.codePoints().forEach(c -> characters.add(SurfaceForms.character(c)));
      }
      plain.addAll(sentence.tags());
      sentence.tags().stream()
          .filter(Tag::isOfEntity)
          .map(t -> Tag.parse(t).type())
          .forEach(types::add);
    }
    List<String> tags = learned == TagScheme.PLAIN ? new ArrayList<>(plain) : learned.tags(types);
    if (tags.size() < 2) {
      throw new DataException(
          "All words to learn from have the same tag, '%s'; there must be at least two."
              .formatted(plain.first()));
    }
    if (tags.size() > MOST_TAGS) {
      throw new DataException(
          "The data have %,d different tags, and at most %,d can be learned; choose the column of the tags with --tag-column."
              .formatted(tags.size(), MOST_TAGS));
    }
    return new TaggingVocabularies(
        Vocabulary.known(words, config.words().minimumCount(), config.words().vocabulary()),
        Vocabulary.known(characters, CHARACTER_COUNT, Integer.MAX_VALUE),
        Vocabulary.of(tags));
  }

  /// Reads them from a model's folder.
  static TaggingVocabularies read(ModelFolder folder) throws IOException {
    return new TaggingVocabularies(
        read(folder, ModelFolder.VOCABULARY), read(folder, CHARACTERS), read(folder, TAGS));
  }

  private static Vocabulary read(ModelFolder folder, String file) throws IOException {
    return VocabularyFile.parse(file, folder.vocabulary(file));
  }

  /// The files of a model's folder that hold them: lines by name.
  Map<String, List<String>> files() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    files.put(ModelFolder.VOCABULARY, VocabularyFile.lines(words));
    files.put(CHARACTERS, VocabularyFile.lines(characters));
    files.put(TAGS, VocabularyFile.lines(tags));
    return files;
  }
}
