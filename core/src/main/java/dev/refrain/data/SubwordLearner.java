package dev.refrain.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Learns byte pair encoding (Sennrich, Haddow & Birch 2016): again and again the two neighbouring
/// pieces that occur most often become one piece. Of pairs that occur equally often, the one whose
/// left and then right piece comes first in the order of characters is joined, so that the result
/// depends on the sentences alone, not on their order.
///
/// Different words are kept once, with their number; joining a pair changes only the words that have
/// it, and the counts of the pairs beside it. A queue has each pair with a count that it had; a count
/// that has fallen since is seen when the pair comes to the front.
final class SubwordLearner {
  private final int minimumCount;
  private final List<String> tokens = Subwords.firstTokens();
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<Word> words = new ArrayList<>();
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Candidate::count)
              .reversed()
              .thenComparing(candidate -> tokens.get(candidate.left()))
              .thenComparing(candidate -> tokens.get(candidate.right())));

  /// A stretch of text with its pieces so far, and how often it occurs. A piece of -1 is a character
  /// that is not in the vocabulary.
  private static final class Word {
    private final int[] pieces;
    private final long count;
    private int length;

    Word(int[] pieces, long count) {
      this.pieces = pieces;
      this.count = count;
      this.length = pieces.length;
    }
  }

  /// How often two neighbours occur, and in which words they ever did.
  private static final class Pair {
    private final IntList words = new IntList(4);
    private long count;
  }

  private record Candidate(long count, int left, int right) {}

  private SubwordLearner(int minimumCount) {
    this.minimumCount = minimumCount;
  }

  /// Learns from counted stretches of [SubwordCutter].
  ///
  /// @param size how many tokens the vocabulary has at most
  /// @param minimumCount how often a character must occur to be in it, and a pair to be joined
  static Subwords learn(TokenCounts stretches, int size, int minimumCount) {
    SubwordLearner learner = new SubwordLearner(minimumCount);
    learner.takeCharacters(stretches, size);
    learner.takeWords(stretches);
    return learner.join(size);
  }

  private void takeCharacters(TokenCounts stretches, int size) {
    TokenCounts characters = new TokenCounts();
    for (String stretch : stretches.byFrequency(1)) {
      long count = stretches.count(stretch);
      stretch.codePoints().forEach(c -> characters.add(Character.toString(c), count));
    }
    for (String character : characters.byFrequency(minimumCount)) {
      if (tokens.size() < size && !character.equals(" ")) {
        tokens.add(character);
      }
    }
    for (int id = Subwords.SPACE; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  private void takeWords(TokenCounts stretches) {
    for (String stretch : stretches.byFrequency(1)) {
      int[] pieces =
          stretch.codePoints().map(c -> ids.getOrDefault(Character.toString(c), -1)).toArray();
      Word word = new Word(pieces, stretches.count(stretch));
      words.add(word);
      for (int i = 0; i + 1 < pieces.length; i++) {
        change(pieces[i], pieces[i + 1], words.size() - 1, word.count);
      }
    }
    pairs.keySet().forEach(this::enqueue);
  }

  private Subwords join(int size) {
    List<Merge> merges = new ArrayList<>();
    Set<Long> joined = new HashSet<>();
    while (tokens.size() < size && !queue.isEmpty()) {
      Candidate candidate = queue.poll();
      long key = Subwords.pair(candidate.left(), candidate.right());
      Pair pair = pairs.get(key);
      if (pair == null || pair.count != candidate.count()) {
        enqueue(key);
        continue;
      }
      Merge merge = new Merge(tokens.get(candidate.left()), tokens.get(candidate.right()));
      // Two merges may make the same piece, and then neighbours that were joined before come back.
      if (joined.add(key)) {
        merges.add(merge);
      }
      Integer known = ids.putIfAbsent(merge.joined(), tokens.size());
      if (known == null) {
        tokens.add(merge.joined());
      }
      apply(candidate, ids.get(merge.joined()));
    }
    return new Subwords(Vocabulary.of(tokens), merges);
  }

  /// Queues a pair with its present count, if that is enough.
  private void enqueue(long key) {
    Pair pair = pairs.get(key);
    if (pair != null && pair.count >= minimumCount) {
      queue.add(new Candidate(pair.count, (int) (key >>> 32), (int) key));
    }
  }

  /// Joins a pair in all words that have it.
  private void apply(Candidate candidate, int piece) {
    Pair pair = pairs.remove(Subwords.pair(candidate.left(), candidate.right()));
    Set<Long> grown = new HashSet<>();
    for (int index : pair.words.toArray()) {
      Word word = words.get(index);
      int from = 0;
      int to = 0;
      while (from < word.length) {
        boolean joins =
            from + 1 < word.length
                && word.pieces[from] == candidate.left()
                && word.pieces[from + 1] == candidate.right();
        if (!joins) {
          word.pieces[to++] = word.pieces[from++];
          continue;
        }
        from += 2;
        if (to > 0) {
          change(word.pieces[to - 1], candidate.left(), index, -word.count);
          grown.add(change(word.pieces[to - 1], piece, index, word.count));
        }
        if (from < word.length) {
          change(candidate.right(), word.pieces[from], index, -word.count);
          grown.add(change(piece, word.pieces[from], index, word.count));
        }
        word.pieces[to++] = piece;
      }
      word.length = to;
    }
    grown.forEach(this::enqueue);
  }

  /// Counts a pair more or less often.
  ///
  /// @return the pair's key
  private long change(int left, int right, int word, long times) {
    long key = Subwords.pair(left, right);
    if (left < 0 || right < 0) {
      return key; // not in the vocabulary, so it is never joined
    }
    Pair pair = times > 0 ? pairs.computeIfAbsent(key, _ -> new Pair()) : pairs.get(key);
    if (pair == null) {
      return key; // the pair that is being joined, overlapping itself
    }
    pair.count += times;
    if (times > 0 && pair.words.last() != word) {
      pair.words.add(word);
    }
    return key;
  }
}
