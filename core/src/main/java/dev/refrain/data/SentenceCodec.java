package dev.refrain.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Sentences to token numbers and back, for models that read or write whole sentences. What is
/// decoded is the sentence as [TokenConfig#normalize] makes it; with [TokenUnit#WORD] the kind and
/// the amount of white space are lost too (see [WordTokenizer]), and what is not in the vocabulary
/// comes back as `<unk>`, which cannot happen with [TokenUnit#BPE].
///
/// A vocabulary has [#BEGIN] and [#END] first, then what its unit needs, then characters or words by
/// falling frequency, or what [Subwords] says.
///
/// Safe for use by several threads.
public final class SentenceCodec {
  /// The token before a sentence's first.
  public static final String BEGIN = "<s>";

  /// The token behind a sentence's last.
  public static final String END = "</s>";

  private static final int BEGIN_ID = 0;
  private static final int END_ID = 1;
  private static final Pattern BLANK = Pattern.compile("[\\s\\u0085\\p{Z}]");

  private final TokenConfig config;
  private final Vocabulary vocabulary;
  private final TextCodec codec; // null for subwords
  private final Subwords subwords; // null for others

  private SentenceCodec(TokenConfig config, TextCodec codec) {
    this.config = config;
    this.vocabulary = codec.vocabulary();
    this.codec = codec;
    this.subwords = null;
  }

  private SentenceCodec(TokenConfig config, Subwords subwords) {
    this.config = config;
    this.vocabulary = subwords.vocabulary();
    this.codec = null;
    this.subwords = subwords;
  }

  /// The tokens that every vocabulary of a configuration begins with.
  private static List<String> firstTokens(TokenConfig config) {
    return switch (config.unit()) {
      case WORD ->
          config.lettersOnly()
              ? List.of(BEGIN, END, Vocabulary.UNKNOWN)
              : List.of(BEGIN, END, Vocabulary.UNKNOWN, WordTokenizer.JOIN, WordTokenizer.SPACE);
      case CHARACTER -> List.of(BEGIN, END, Vocabulary.UNKNOWN);
      case BPE -> Subwords.firstTokens();
    };
  }

  private static Tokenizer tokenizer(TokenConfig config) {
    if (config.unit() == TokenUnit.CHARACTER) {
      return new CharacterTokenizer();
    }
    return config.lettersOnly()
        ? new SpacedTokenizer()
        : new WordTokenizer(WordTokenizer.Lines.JOIN);
  }

  /// Chooses the vocabulary for some sentences: those of one language, or those of both for a joint
  /// one. It depends on which sentences these are, not on their order.
  ///
  /// @throws DataException if no token occurs often enough
  public static SentenceCodec learn(TokenConfig config, List<String> sentences) {
    TokenCounts counts = new TokenCounts();
    if (config.unit() == TokenUnit.BPE) {
      for (String sentence : sentences) {
        SubwordCutter.cut(config.normalize(sentence), counts::add);
      }
      checkNotEmpty(config, sentences, counts.distinct());
      return new SentenceCodec(
          config, SubwordLearner.learn(counts, config.size(), config.minimumCount()));
    }
    Tokenizer tokenizer = tokenizer(config);
    for (String sentence : sentences) {
      tokenizer.cut(config.normalize(sentence), Joint.START, counts::add);
    }
    List<String> first = firstTokens(config);
    Vocabulary vocabulary =
        Vocabulary.frequent(first, counts, config.minimumCount(), config.size());
    checkNotEmpty(config, sentences, vocabulary.size() - first.size());
    return new SentenceCodec(config, new TextCodec(tokenizer, vocabulary));
  }

  private static void checkNotEmpty(TokenConfig config, List<String> sentences, int tokens) {
    if (tokens == 0) {
      throw new DataException(
          "Nothing in the %,d sentences makes a vocabulary (unit %s, minimumCount %,d, lettersOnly %s); give more sentences, or a lower minimumCount."
              .formatted(
                  sentences.size(), config.unit(), config.minimumCount(), config.lettersOnly()));
    }
  }

  /// Makes a codec of the lines of its files.
  ///
  /// @param vocabularyName the name of the file of `vocabularyLines`, for messages
  /// @param mergesName the name of the file of `mergeLines`, for messages
  /// @throws DataException if the lines are not such as [#vocabularyLines] and [#mergeLines] give;
  ///     the message names file and line
  public static SentenceCodec parse(
      TokenConfig config,
      String vocabularyName,
      List<String> vocabularyLines,
      String mergesName,
      List<String> mergeLines) {
    if (vocabularyLines.size() > config.size()) {
      throw new DataException(
          "%s has %,d tokens, but the model's size allows %,d; copy the model's files again."
              .formatted(vocabularyName, vocabularyLines.size(), config.size()));
    }
    Vocabulary vocabulary = VocabularyFile.parse(vocabularyName, vocabularyLines);
    checkFirst(vocabularyName, vocabulary, firstTokens(config));
    if (config.unit() == TokenUnit.BPE) {
      return new SentenceCodec(
          config, MergeFile.parse(mergesName, mergeLines, vocabularyName, vocabulary));
    }
    if (!mergeLines.isEmpty()) {
      throw new DataException(
          "%s has %,d lines, but tokens of unit %s have no merges; remove the file."
              .formatted(mergesName, mergeLines.size(), config.unit()));
    }
    return new SentenceCodec(config, new TextCodec(tokenizer(config), vocabulary));
  }

  private static void checkFirst(String name, Vocabulary vocabulary, List<String> first) {
    for (int id = 0; id < first.size(); id++) {
      String found = id < vocabulary.size() ? vocabulary.token(id) : "";
      if (!found.equals(first.get(id))) {
        throw new DataException(
            "%s, line %d has '%s', expected '%s'; copy the model's files again, as Refrain wrote them."
                .formatted(name, id + 1, TokenLine.escape(found), TokenLine.escape(first.get(id))));
      }
    }
  }

  public TokenConfig config() {
    return config;
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /// The number of [#BEGIN].
  public int begin() {
    return BEGIN_ID;
  }

  /// The number of [#END].
  public int end() {
    return END_ID;
  }

  /// The number of the token for what is not in the vocabulary, or -1 if nothing can be unknown.
  public int unknown() {
    return vocabulary.unknown();
  }

  /// The token numbers of a sentence, without begin and end.
  public int[] encode(String sentence) {
    String normalized = config.normalize(sentence);
    return subwords == null ? codec.encode(normalized).ids() : subwords.encode(normalized);
  }

  /// The text of token numbers, in which begin and end say nothing. Any tokens in any order have a
  /// text: bytes that are not UTF-8 become U+FFFD.
  ///
  /// @throws IndexOutOfBoundsException if a number is none of the vocabulary's
  public String decode(int... ids) {
    int[] said = Arrays.stream(ids).filter(id -> id != BEGIN_ID && id != END_ID).toArray();
    return subwords == null ? codec.decode(said) : subwords.decode(said);
  }

  /// What each token looks like by itself, as at the edges of an attention map: its own characters,
  /// with `▁` for white space. A subword that begins a word begins with `▁`.
  ///
  /// @throws IndexOutOfBoundsException if a number is none of the vocabulary's
  public List<String> surface(int... ids) {
    List<String> surface = new ArrayList<>(ids.length);
    for (int id : ids) {
      surface.add(BLANK.matcher(vocabulary.token(id)).replaceAll("▁"));
    }
    return surface;
  }

  /// The lines of the file with the vocabulary; see [VocabularyFile].
  public List<String> vocabularyLines() {
    return VocabularyFile.lines(vocabulary);
  }

  /// The lines of the file with the merges: a line that gives the version, then a merge a line in
  /// the order in which they were learned. None unless the unit is [TokenUnit#BPE].
  public List<String> mergeLines() {
    return subwords == null ? List.of() : MergeFile.lines(subwords.merges());
  }
}
