package dev.refrain.data;

import dev.refrain.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/// Word vectors as text: a word and its numbers a line with blanks between them, as word2vec writes
/// them below a line that says how many there are and how wide, or as GloVe does without that line.
/// The file may be compressed by gzip and much larger than the memory: only the vectors that are asked
/// for are kept.
///
/// @param vectors those that were asked for and found
/// @param words how many words the file has
/// @param repeated how many words of those asked for came again; the first counts
public record WordVectorFile(WordVectors vectors, long words, long repeated) {
  private static final int MAXIMUM_WIDTH = 1 << 16;
  private static final int EXCERPT = 40;

  /// Reads a file.
  ///
  /// @param wanted which words' vectors are kept
  /// @throws DataException if it cannot be read, a line is wider or narrower than the first, a number
  ///     is none, or the count above is not that of the lines
  public static WordVectorFile read(Path path, Predicate<String> wanted) {
    try (InputStream bytes = open(path);
        var text =
            new BufferedReader(
                new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), 1 << 16)) {
      return new Reader(path, wanted).read(text);
    } catch (NoSuchFileException e) {
      throw new DataException(
          "There is no file %s; the path was looked up in %s."
              .formatted(path, Path.of("").toAbsolutePath()),
          e);
    } catch (CharacterCodingException e) {
      throw new DataException(path + " is not UTF-8 throughout; convert it first.", e);
    } catch (IOException e) {
      throw new DataException(path + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static InputStream open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder, not a file of word vectors.");
    }
    var bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    bytes.mark(2);
    boolean packed = bytes.read() == 0x1F && bytes.read() == 0x8B;
    bytes.reset();
    return packed ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }

  /// The state of one reading.
  private static final class Reader {
    private final Path path;
    private final Predicate<String> wanted;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();
    private int width;
    private long said = -1;
    private long line;
    private long count;
    private long repeated;

    Reader(Path path, Predicate<String> wanted) {
      this.path = path;
      this.wanted = wanted;
    }

    WordVectorFile read(BufferedReader text) throws IOException {
      for (String next = text.readLine(); next != null; next = text.readLine()) {
        line++;
        String row = line == 1 && next.startsWith("\uFEFF") ? next.substring(1) : next;
        if (line > 1 || !isCount(row)) {
          take(row);
        }
      }
      if (count == 0) {
        throw new DataException(path + " has no word vectors in it.");
      }
      if (said >= 0 && said != count) {
        throw new DataException(
            "%s says that it has %,d words, but has %,d; it may have been cut off, copy it again."
                .formatted(path, said, count));
      }
      float[] flat = new float[Math.multiplyExact(words.size(), width)];
      for (int i = 0; i < vectors.size(); i++) {
        System.arraycopy(vectors.get(i), 0, flat, i * width, width);
      }
      return new WordVectorFile(
          WordVectors.of(words, Tensor.of(flat, words.size(), width)), count, repeated);
    }

    /// Whether the first line is word2vec's: how many words, and how wide.
    private boolean isCount(String row) {
      if (!row.strip().matches("\\d{1,18}\\s+\\d{1,9}")) {
        return false;
      }
      String[] parts = row.strip().split("\\s+");
      said = Long.parseLong(parts[0]);
      width = Integer.parseInt(parts[1]);
      requireWidth();
      return true;
    }

    private void requireWidth() {
      if (width < 1 || width > MAXIMUM_WIDTH) {
        throw bad(
            "has vectors of %,d numbers, it must be 1 to %,d".formatted(width, MAXIMUM_WIDTH));
      }
    }

    /// The numbers are the last of a line: GloVe has words with blanks in them.
    private void take(String row) {
      int end = row.length();
      while (end > 0 && row.charAt(end - 1) <= ' ') {
        end--;
      }
      if (end == 0) {
        throw bad("is empty");
      }
      int fields = fields(row, end);
      if (width == 0) {
        width = fields - 1;
        requireWidth();
      }
      int at = end;
      for (int i = 0; i < width && at > 0; i++) {
        at = before(row, at);
      }
      String word = at <= 0 ? "" : row.substring(0, at);
      // A word of several parts is one only if it is no number that begins the vector.
      if (word.isEmpty()
          || (fields > width + 1 && isNumber(word.substring(word.lastIndexOf(' ') + 1)))) {
        throw bad(
            "has %,d numbers ('%s …'), %s %,d"
                .formatted(
                    fields - 1,
                    row.substring(0, Math.min(EXCERPT, end)),
                    said >= 0 ? "the first line says" : "the first line has",
                    width));
      }
      count++;
      if (wanted.test(word)) {
        keep(word, row.substring(at, end).strip().split("[ \t]+"));
      }
    }

    private static int fields(String row, int end) {
      int fields = 0;
      for (int i = 0; i < end; i++) {
        boolean blank = row.charAt(i) == ' ' || row.charAt(i) == '\t';
        boolean after = i > 0 && row.charAt(i - 1) != ' ' && row.charAt(i - 1) != '\t';
        fields += (blank && after) || (!blank && i == end - 1) ? 1 : 0;
      }
      return fields;
    }

    /// Where the field before a place ends; 0 if the row begins with it.
    private static int before(String row, int end) {
      int at = end;
      while (at > 0 && row.charAt(at - 1) != ' ' && row.charAt(at - 1) != '\t') {
        at--;
      }
      while (at > 0 && (row.charAt(at - 1) == ' ' || row.charAt(at - 1) == '\t')) {
        at--;
      }
      return at;
    }

    private static boolean isNumber(String text) {
      return text.matches("[-+]?\\d*\\.?\\d+([eE][-+]?\\d+)?");
    }

    private void keep(String word, String[] numbersOf) {
      if (numbers.putIfAbsent(word, words.size()) != null) {
        repeated++;
        return;
      }
      float[] vector = new float[width];
      for (int i = 0; i < width; i++) {
        try {
          vector[i] = Float.parseFloat(numbersOf[i]);
        } catch (NumberFormatException e) {
          throw bad("has '%s' where number %d of its vector stands".formatted(numbersOf[i], i + 1));
        }
        if (!Float.isFinite(vector[i])) {
          throw bad("has '%s' as number %d of its vector".formatted(numbersOf[i], i + 1));
        }
      }
      words.add(word);
      vectors.add(vector);
    }

    private DataException bad(String what) {
      return new DataException(
          "%s, line %,d %s; each line is a word and its numbers with blanks between them."
              .formatted(path, line, what));
    }
  }

  /// Writes vectors as word2vec does. Blanks within a word, which would end it, become `_`.
  public static void write(WordVectors vectors, Path path) throws IOException {
    try (BufferedWriter text = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
      text.write(vectors.words().size() + " " + vectors.width() + "\n");
      for (String word : vectors.words()) {
        text.write(word.replaceAll("\\s", "_"));
        for (float number : vectors.vector(word)) {
          text.write(" " + number);
        }
        text.write("\n");
      }
    }
  }
}
