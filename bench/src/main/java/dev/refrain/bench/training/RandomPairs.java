package dev.refrain.bench.training;

import dev.refrain.data.EncodedPair;
import dev.refrain.data.PairBatch;
import dev.refrain.data.PairBatches;
import dev.refrain.data.SentencePair;
import dev.refrain.task.translation.TranslationConfig;
import dev.refrain.task.translation.TranslationCorpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Sentence pairs of random words, the same for every contender.
///
/// @param pairs how many
/// @param shortest number of words in a sentence
/// @param longest number of words in a sentence
/// @param sourceWords how many different words the sources have
/// @param targetWords how many the targets have
record RandomPairs(int pairs, int shortest, int longest, int sourceWords, int targetWords) {
  private static final long SEED = 1;

  /// The sentences, for example `w17 w3 w801`. All words occur, if there is room for them.
  List<SentencePair> sentences() {
    var random = new SplittableRandom(SEED);
    int[] lengths = random.ints(2L * pairs, shortest, longest + 1).toArray();
    var sources = new RandomWords(sourceWords, random.split());
    var targets = new RandomWords(targetWords, random.split());
    return IntStream.range(0, pairs)
        .mapToObj(
            i ->
                new SentencePair(
                    sources.sentence(lengths[2 * i]), targets.sentence(lengths[2 * i + 1])))
        .toList();
  }

  /// The pairs of a corpus in batches, as Refrain's own training feeds them, sources with their ends;
  /// in the order that [InOrder] gives an epoch.
  static List<PairBatch> batches(TranslationCorpus corpus, TranslationConfig config) {
    int end = corpus.source().end();
    List<EncodedPair> ended =
        corpus.training().pairs().stream()
            .map(pair -> new EncodedPair(ended(pair.source(), end), pair.target()))
            .toList();
    var feed =
        new PairBatches(ended, corpus.target().begin(), corpus.target().end(), config.batch());
    feed.startEpoch(InOrder.rng());
    List<PairBatch> batches = new ArrayList<>();
    for (int step = 0; step < feed.steps(); step++) {
      batches.add(new PairBatch());
      feed.fill(step, 0, feed.rows(step), batches.getLast());
    }
    return batches;
  }

  private static int[] ended(int[] source, int end) {
    int[] ended = Arrays.copyOf(source, source.length + 1);
    ended[source.length] = end;
    return ended;
  }
}
