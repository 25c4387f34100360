package dev.refrain.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tagged sentences as the shared tasks of CoNLL write them: a word a line with its tag in another
/// column, a line of nothing but white space behind each sentence. Read strictly, as [TextFile]
/// reads a text.
///
/// Lines whose word is `-DOCSTART-` begin a document and are no words. Lines of comments are left out;
/// see [ColumnFormat].
///
/// @param name what the file is called, for messages
/// @param sentences in the order of the file, at least one
/// @param documents how many documents it says it begins
/// @param comments how many lines of comments it has
public record ColumnFile(String name, List<TaggedSentence> sentences, int documents, int comments) {
  private static final String DOCUMENT = "-DOCSTART-";
  private static final int EXCERPT = 60;

  /// @throws DataException if there is no sentence
  public ColumnFile {
    sentences = List.copyOf(sentences);
    if (sentences.isEmpty()) {
      throw new DataException(
          name + " has no sentences; a line is a word and its tag, an empty line ends a sentence.");
    }
  }

  /// Sentences that are in memory.
  public static ColumnFile of(String name, List<TaggedSentence> sentences) {
    return new ColumnFile(name, sentences, 0, 0);
  }

  /// Reads a file.
  ///
  /// @throws DataException if it cannot be read, has no sentence, or a line lacks a column
  public static ColumnFile read(Path path, ColumnFormat format) {
    return new Reader(path.toString(), format)
        .read(TextFile.read(path, TextFile.Frame.KEEP).text());
  }

  /// What the file is called without its folders.
  public String shortName() {
    Path last = Path.of(name).getFileName();
    return last == null ? name : last.toString();
  }

  /// Where a word stands, for messages: `train.conll, line 12`.
  public String place(TaggedSentence sentence, int word) {
    return sentence.lines().isEmpty()
        ? "%s, word %d of '%s'".formatted(name, word + 1, String.join(" ", sentence.words()))
        : "%s, line %,d".formatted(name, sentence.lines().get(word));
  }

  /// The state of one reading.
  private static final class Reader {
    private final String name;
    private final ColumnFormat format;
    private final List<TaggedSentence> sentences = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private List<String> tags = new ArrayList<>();
    private List<Integer> lines = new ArrayList<>();
    private int documents;
    private int comments;
    private boolean tabs;
    private boolean decided;

    Reader(String name, ColumnFormat format) {
      this.name = name;
      this.format = format;
    }

    ColumnFile read(String text) {
      int line = 0;
      for (int from = 0; from <= text.length(); ) {
        int end = text.indexOf('\n', from);
        end = end < 0 ? text.length() : end;
        line++;
        take(line, text.substring(from, end));
        from = end + 1;
      }
      endSentence();
      return new ColumnFile(name, sentences, documents, comments);
    }

    private void take(int line, String text) {
      if (text.isBlank()) {
        endSentence();
      } else if (isComment(text)) {
        comments++;
      } else {
        if (!decided) {
          tabs =
              switch (format.separator()) {
                case AUTO -> text.indexOf('\t') >= 0;
                case TAB -> true;
                case BLANK -> false;
              };
          decided = true;
        }
        String[] columns = tabs ? text.split("\t", -1) : text.strip().split("\\s+");
        String word = column(line, columns, format.words(), "words");
        if (word.equals(DOCUMENT)) {
          endSentence();
          documents++;
          return;
        }
        words.add(word);
        tags.add(column(line, columns, format.tags(), "tags"));
        lines.add(line);
      }
    }

    private boolean isComment(String text) {
      if (!format.comment().isEmpty()) {
        return text.startsWith(format.comment());
      }
      // Before the first word only what no word and tag could be is taken for a comment.
      return text.startsWith("#")
          && text.indexOf('\t') < 0
          && words.isEmpty()
          && format.separator() != ColumnFormat.Separator.BLANK
          && (tabs || (!decided && text.strip().split("\\s+").length != 2));
    }

    private String column(int line, String[] columns, int number, String what) {
      int at = number > 0 ? number - 1 : columns.length + number;
      if (at < 0 || at >= columns.length || columns.length < 2) {
        throw bad(
            line,
            "has %s, so there is no column %d for the %s".formatted(listed(columns), number, what),
            columns.length < 2
                ? "a line is a word and its tag%s"
                    .formatted(tabs ? " with a tab between them, or say --separator blank" : "")
                : "choose one of these with --%s"
                    .formatted(what.equals("words") ? "word-column" : "tag-column"));
      }
      String value = columns[at].strip();
      if (value.isEmpty()) {
        throw bad(
            line,
            "has nothing in column %d, where the %s stand".formatted(number, what),
            "write it there or take the line out");
      }
      return value;
    }

    private static String listed(String[] columns) {
      var list = new StringBuilder();
      list.append(columns.length).append(columns.length == 1 ? " column (" : " columns (");
      for (int i = 0; i < columns.length && list.length() < EXCERPT; i++) {
        list.append(i == 0 ? "" : ", ").append(i + 1).append(": '").append(excerpt(columns[i]));
        list.append('\'');
      }
      return list.append(')').toString();
    }

    private static String excerpt(String text) {
      int length = text.codePointCount(0, text.length());
      int shown = text.offsetByCodePoints(0, Math.min(length, EXCERPT / 2));
      return TokenLine.escape(text.substring(0, shown)).replace("\\s", " ")
          + (length > EXCERPT / 2 ? "…" : "");
    }

    private DataException bad(int line, String what, String remedy) {
      return new DataException("%s, line %,d %s; %s.".formatted(name, line, what, remedy));
    }

    private void endSentence() {
      if (!words.isEmpty()) {
        sentences.add(new TaggedSentence(words, tags, lines));
        words = new ArrayList<>();
        tags = new ArrayList<>();
        lines = new ArrayList<>();
      }
    }
  }
}
