package dev.refrain.bench.training;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws words, for example `w17 w3 w801`, the same for every contender; each comes once before one
/// comes again.
final class RandomWords {
  private final int[] ids;
  private final SplittableRandom random;
  private int drawn;

  /// @param count how many different words there are
  RandomWords(int count, SplittableRandom random) {
    ids = IntStream.range(0, count).toArray();
    this.random = random;
  }

  /// So many words with spaces between.
  String sentence(int length) {
    return IntStream.range(0, length).mapToObj(_ -> "w" + next()).collect(Collectors.joining(" "));
  }

  private int next() {
    if (drawn == ids.length) {
      drawn = 0;
    }
    int other = random.nextInt(drawn, ids.length);
    int id = ids[other];
    ids[other] = ids[drawn];
    ids[drawn++] = id;
    return id;
  }
}
