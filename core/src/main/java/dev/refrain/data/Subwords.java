package dev.refrain.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Sentences as pieces of words by byte pair encoding (Sennrich, Haddow & Birch 2016): each stretch
/// that [SubwordCutter] cuts starts as its characters, and of all merges that join two neighbours in
/// it the one that was learned first is applied, until there is none.
///
/// Where the paper marks the end of a word, here a piece that begins a word has the space before
/// it. A character that is not in the vocabulary is its UTF-8 bytes, which are joined to nothing,
/// so nothing is unknown.
///
/// The vocabulary has `<s>`, `</s>`, the 256 bytes as `<0x00>` to `<0xFF>`, the space, the other
/// characters and the joined pieces in the order of the merges.
final class Subwords {
  /// The number of the byte 0.
  static final int FIRST_BYTE = 2;

  /// How many bytes there are.
  static final int BYTES = 256;

  /// The number of the space.
  static final int SPACE = FIRST_BYTE + BYTES;

  /// How many stretches are kept with their pieces: more than the different words of most corpora.
  private static final int CACHED = 1 << 17;

  private final Vocabulary vocabulary;
  private final List<Merge> merges;
  private final Map<Long, Integer> ranks;
  private final int[] joined;
  private final byte[][] bytes;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  /// @param vocabulary laid out as above, with all pieces of the merges
  Subwords(Vocabulary vocabulary, List<Merge> merges) {
    this.vocabulary = vocabulary;
    this.merges = List.copyOf(merges);
    ranks = HashMap.newHashMap(merges.size());
    joined = new int[merges.size()];
    for (int rank = 0; rank < joined.length; rank++) {
      Merge merge = merges.get(rank);
      ranks.put(pair(vocabulary.id(merge.left()), vocabulary.id(merge.right())), rank);
      joined[rank] = vocabulary.id(merge.joined());
    }
    bytes = new byte[vocabulary.size()][];
    for (int id = 0; id < bytes.length; id++) {
      bytes[id] =
          id >= FIRST_BYTE && id < SPACE
              ? new byte[] {(byte) (id - FIRST_BYTE)}
              : vocabulary.token(id).getBytes(StandardCharsets.UTF_8);
    }
  }

  /// The tokens that every vocabulary begins with.
  static List<String> firstTokens() {
    List<String> tokens = new ArrayList<>(List.of(SentenceCodec.BEGIN, SentenceCodec.END));
    for (int b = 0; b < BYTES; b++) {
      tokens.add("<0x%02X>".formatted(b));
    }
    tokens.add(" ");
    return tokens;
  }

  /// Two token numbers as one.
  static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  List<Merge> merges() {
    return merges;
  }

  int[] encode(String sentence) {
    IntList ids = new IntList(Math.max(16, sentence.length() / 2));
    SubwordCutter.cut(
        sentence,
        stretch -> {
          for (int id : pieces(stretch)) {
            ids.add(id);
          }
        });
    return ids.toArray();
  }

  private int[] pieces(String stretch) {
    int[] known = cache.get(stretch);
    if (known != null) {
      return known;
    }
    int[] pieces = join(characters(stretch));
    if (cache.size() < CACHED) {
      cache.put(stretch, pieces);
    }
    return pieces;
  }

  private int[] characters(String stretch) {
    IntList ids = new IntList(stretch.length() + 1);
    stretch
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(
            character -> {
              int id = vocabulary.id(character);
              if (id >= 0) {
                ids.add(id);
                return;
              }
              for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                ids.add(FIRST_BYTE + (b & 0xFF));
              }
            });
    return ids.toArray();
  }

  private int[] join(int[] ids) {
    int length = ids.length;
    while (true) {
      int first = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < length; i++) {
        first = Math.min(first, ranks.getOrDefault(pair(ids[i], ids[i + 1]), Integer.MAX_VALUE));
      }
      if (first == Integer.MAX_VALUE) {
        return Arrays.copyOf(ids, length);
      }
      int from = 0;
      int to = 0;
      while (from < length) {
        boolean joins =
            from + 1 < length && ranks.getOrDefault(pair(ids[from], ids[from + 1]), -1) == first;
        ids[to++] = joins ? joined[first] : ids[from];
        from += joins ? 2 : 1;
      }
      length = to;
    }
  }

  /// The text of pieces, without the space that the first stretch got. Bytes that are not UTF-8
  /// become U+FFFD.
  String decode(int... ids) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(ids.length * 4);
    for (int id : ids) {
      all.writeBytes(bytes[id]);
    }
    String text = all.toString(StandardCharsets.UTF_8);
    return text.startsWith(" ") ? text.substring(1) : text;
  }
}
