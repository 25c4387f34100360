package dev.refrain.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The merges of [Subwords] as the lines of a file: first [#HEADER], then left and right piece of
/// each merge with a space between, in the order in which they were learned. Within a piece the
/// escapes are those of [VocabularyFile].
final class MergeFile {
  /// The first line; the number is the version of the format.
  static final String HEADER = "#refrain-merges 1";

  private final String name;
  private final String vocabularyName;
  private final Vocabulary vocabulary;
  private final List<Merge> merges = new ArrayList<>();
  private final Map<Merge, Integer> lineOf = new HashMap<>();
  private int known;

  private MergeFile(String name, String vocabularyName, Vocabulary vocabulary) {
    this.name = name;
    this.vocabularyName = vocabularyName;
    this.vocabulary = vocabulary;
  }

  static List<String> lines(List<Merge> merges) {
    List<String> lines = new ArrayList<>(merges.size() + 1);
    lines.add(HEADER);
    for (Merge merge : merges) {
      lines.add(TokenLine.escape(merge.left()) + " " + TokenLine.escape(merge.right()));
    }
    return lines;
  }

  /// Makes subwords of a file's lines and a vocabulary.
  ///
  /// @param name the file's name, for messages
  /// @param vocabularyName the name of the vocabulary's file, for messages
  /// @throws DataException if a line is not as it was written, a merge is there twice or of pieces
  ///     that are not there yet, or the vocabulary is not that of the merges
  static Subwords parse(
      String name, List<String> lines, String vocabularyName, Vocabulary vocabulary) {
    MergeFile file = new MergeFile(name, vocabularyName, vocabulary);
    file.takeCharacters();
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw file.bad(1, "is not '%s', the version this Refrain reads".formatted(HEADER));
    }
    for (int i = 1; i < lines.size(); i++) {
      file.take(i + 1, lines.get(i));
    }
    if (file.known < vocabulary.size()) {
      throw badVocabulary(
          vocabularyName,
          file.known,
          "has '%s', which no merge of %s makes".formatted(file.shown(file.known), name));
    }
    return new Subwords(vocabulary, file.merges);
  }

  /// Passes the tokens that no merge makes.
  private void takeCharacters() {
    known = Subwords.SPACE + 1;
    while (known < vocabulary.size() && oneCharacter(vocabulary.token(known))) {
      known++;
    }
  }

  private static boolean oneCharacter(String token) {
    return token.codePointCount(0, token.length()) == 1;
  }

  private void take(int line, String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw bad(line, "has '%s', not two pieces with a space between".formatted(text));
    }
    Merge merge =
        new Merge(piece(line, text, 0, space), piece(line, text, space + 1, text.length()));
    Integer other = lineOf.putIfAbsent(merge, line);
    if (other != null) {
      throw bad(line, "repeats line %,d".formatted(other));
    }
    merges.add(merge);
    int id = vocabulary.id(merge.joined());
    if (id == known) {
      known++;
    } else if (id < Subwords.SPACE || id > known) {
      throw bad(
          line,
          "makes '%s', but %s has %s"
              .formatted(
                  TokenLine.escape(merge.joined()),
                  vocabularyName,
                  known < vocabulary.size()
                      ? "'%s' next, on line %,d".formatted(shown(known), known + 1)
                      : "no more lines"));
    }
  }

  private String piece(int line, String text, int from, int to) {
    String escaped = text.substring(from, to);
    String piece;
    try {
      piece = TokenLine.unescape(escaped);
    } catch (IllegalArgumentException e) {
      throw bad(line, e.getMessage());
    }
    int id = piece.isEmpty() ? -1 : vocabulary.id(piece);
    if (id < Subwords.SPACE || id >= known || !TokenLine.escape(piece).equals(escaped)) {
      throw bad(line, "joins '%s', which is no piece up to there".formatted(escaped));
    }
    return piece;
  }

  private String shown(int id) {
    return TokenLine.escape(vocabulary.token(id));
  }

  private DataException bad(int line, String what) {
    return new DataException(
        "%s, line %,d %s; copy the model's files again, as Refrain wrote them."
            .formatted(name, line, what));
  }

  private static DataException badVocabulary(String name, int id, String what) {
    return new DataException(
        "%s, line %,d %s; copy the model's files again, as Refrain wrote them."
            .formatted(name, id + 1, what));
  }
}
