package dev.refrain.task.translation;

import dev.refrain.data.SentenceCodec;
import dev.refrain.data.SentencePair;
import dev.refrain.data.TokenConfig;
import dev.refrain.data.TokenUnit;
import dev.refrain.train.ModelFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How both languages become token numbers; one codec may serve both.
///
/// @param source of the language that is read
/// @param target of the language that is written
record Codecs(SentenceCodec source, SentenceCodec target) {
  private static final String SOURCE = "vocabulary.source.txt";
  private static final String TARGET = "vocabulary.target.txt";
  private static final String MERGES = "vocabulary.merges.txt";
  private static final String SOURCE_MERGES = "vocabulary.source-merges.txt";
  private static final String TARGET_MERGES = "vocabulary.target-merges.txt";

  /// Chooses vocabularies for pairs.
  static Codecs learn(TranslationConfig config, List<SentencePair> pairs) {
    List<String> sources = pairs.stream().map(SentencePair::source).toList();
    List<String> targets = pairs.stream().map(SentencePair::target).toList();
    if (config.sharedVocabulary()) {
      List<String> both = Stream.concat(sources.stream(), targets.stream()).toList();
      SentenceCodec codec = SentenceCodec.learn(config.tokens(), both);
      return new Codecs(codec, codec);
    }
    return new Codecs(
        SentenceCodec.learn(config.tokens(), sources),
        SentenceCodec.learn(config.tokens(), targets));
  }

  /// Reads them from a model's folder.
  static Codecs read(TranslationConfig config, ModelFolder folder) throws IOException {
    TokenConfig tokens = config.tokens();
    if (config.sharedVocabulary()) {
      SentenceCodec codec = read(tokens, folder, ModelFolder.VOCABULARY, MERGES);
      return new Codecs(codec, codec);
    }
    return new Codecs(
        read(tokens, folder, SOURCE, SOURCE_MERGES), read(tokens, folder, TARGET, TARGET_MERGES));
  }

  private static SentenceCodec read(
      TokenConfig tokens, ModelFolder folder, String vocabulary, String merges) throws IOException {
    return SentenceCodec.parse(
        tokens,
        vocabulary,
        folder.vocabulary(vocabulary),
        merges,
        tokens.unit() == TokenUnit.BPE ? folder.vocabulary(merges) : List.of());
  }

  /// Whether two codecs cut every sentence into the same token numbers.
  static boolean same(SentenceCodec first, SentenceCodec second) {
    return first.config().equals(second.config())
        && first.vocabulary().equals(second.vocabulary())
        && first.mergeLines().equals(second.mergeLines());
  }

  /// The files of a model's folder that hold them: lines by name.
  Map<String, List<String>> files() {
    Map<String, List<String>> files = new LinkedHashMap<>();
    if (source == target) {
      put(files, source, ModelFolder.VOCABULARY, MERGES);
    } else {
      put(files, source, SOURCE, SOURCE_MERGES);
      put(files, target, TARGET, TARGET_MERGES);
    }
    return files;
  }

  private static void put(
      Map<String, List<String>> files, SentenceCodec codec, String vocabulary, String merges) {
    files.put(vocabulary, codec.vocabularyLines());
    if (codec.config().unit() == TokenUnit.BPE) {
      files.put(merges, codec.mergeLines());
    }
  }
}
