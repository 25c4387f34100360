package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pair `i` has the number `10 + i` as its first token on both sides, so that rows say who they are.
class PairBatchesTest {
  private static final int BEGIN = 0;
  private static final int END = 1;

  private static List<EncodedPair> pairs(int count) {
    Rng rng = Rng.seeded(11);
    List<EncodedPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new EncodedPair(tokens(rng, 10 + i), tokens(rng, 10 + i)));
    }
    return pairs;
  }

  private static int[] tokens(Rng rng, int first) {
    int[] ids = new int[1 + rng.nextInt(12)];
    Arrays.setAll(ids, t -> t == 0 ? first : 2 + rng.nextInt(8));
    return ids;
  }

  private static PairBatch whole(PairBatches batches, int step) {
    PairBatch batch = new PairBatch();
    batches.fill(step, 0, batches.rows(step), batch);
    return batch;
  }

  private static List<Integer> order(PairBatches batches) {
    List<Integer> order = new ArrayList<>();
    for (int step = 0; step < batches.steps(); step++) {
      PairBatch batch = whole(batches, step);
      for (int row = 0; row < batch.rows(); row++) {
        order.add(batch.source()[row] - 10);
      }
    }
    return order;
  }

  /// Checks a batch against the pairs, number by number.
  private static void assertHolds(PairBatch batch, List<EncodedPair> pairs) {
    int rows = batch.rows();
    int longestSource = 0;
    int longestTarget = 0;
    for (int row = 0; row < rows; row++) {
      EncodedPair pair = pairs.get(batch.source()[row] - 10);
      longestSource = Math.max(longestSource, pair.source().length);
      longestTarget = Math.max(longestTarget, pair.target().length + 1);
      assertThat(batch.sourceLengths()[row]).isEqualTo(pair.source().length);
      assertThat(batch.targetLengths()[row]).isEqualTo(pair.target().length + 1);
      for (int s = 0; s < batch.sourceSteps(); s++) {
        int expected = s < pair.source().length ? pair.source()[s] : -1;
        assertThat(batch.source()[s * rows + row]).isEqualTo(expected);
      }
      int[] written = pair.target();
      for (int t = 0; t < batch.targetSteps(); t++) {
        int input = t == 0 ? BEGIN : t <= written.length ? written[t - 1] : -1;
        int target = t < written.length ? written[t] : t == written.length ? END : -1;
        assertThat(batch.inputs()[t * rows + row]).isEqualTo(input);
        assertThat(batch.targets()[t * rows + row]).isEqualTo(target);
      }
    }
    assertThat(batch.sourceSteps()).isEqualTo(longestSource);
    assertThat(batch.targetSteps()).isEqualTo(longestTarget);
    assertThat(batch.source()).hasSize(longestSource * rows);
    assertThat(batch.inputs()).hasSize(longestTarget * rows);
    assertThat(batch.targets()).hasSize(longestTarget * rows);
    assertThat(batch.sourceLengths()).hasSize(rows);
    assertThat(batch.targetLengths()).hasSize(rows);
    for (int row = 1; row < rows; row++) {
      assertThat(batch.sourceLengths()[row]).isLessThanOrEqualTo(batch.sourceLengths()[row - 1]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 103, 1000})
  void everyPairIsInOneBatchOfAnEpoch(int size) {
    List<EncodedPair> pairs = pairs(103);
    PairBatches batches = new PairBatches(pairs, BEGIN, END, size);
    assertThat(batches.steps()).isEqualTo((103 + size - 1) / size);
    Integer[] all = IntStream.range(0, 103).boxed().toArray(Integer[]::new);
    assertThat(order(batches)).containsExactlyInAnyOrder(all);
    batches.startEpoch(Rng.seeded(1));
    assertThat(order(batches)).containsExactlyInAnyOrder(all);
    int small = 0;
    for (int step = 0; step < batches.steps(); step++) {
      small += batches.rows(step) < size ? 1 : 0;
      assertHolds(whole(batches, step), pairs);
    }
    assertThat(small).isEqualTo(103 % size == 0 ? 0 : 1);
  }

  @Test
  void theSameNumbersGiveTheSameOrderWhateverCameBefore() {
    PairBatches batches = new PairBatches(pairs(500), BEGIN, END, 8);
    batches.startEpoch(Rng.seeded(7));
    List<Integer> order = order(batches);
    batches.startEpoch(Rng.seeded(8));
    assertThat(order(batches)).isNotEqualTo(order);
    batches.startEpoch(Rng.seeded(7));
    assertThat(order(batches)).isEqualTo(order);
    PairBatches resumed = new PairBatches(pairs(500), BEGIN, END, 8);
    resumed.startEpoch(Rng.seeded(7));
    assertThat(order(resumed)).isEqualTo(order);
  }

  @Test
  void batchesOfOneEpochDifferFromThoseOfTheNext() {
    PairBatches batches = new PairBatches(pairs(5000), BEGIN, END, 4); // several windows
    batches.startEpoch(Rng.seeded(1));
    List<List<Integer>> first = batchSets(batches);
    batches.startEpoch(Rng.seeded(2));
    assertThat(batchSets(batches)).doesNotContainAnyElementsOf(first.subList(0, 50));
  }

  private static List<List<Integer>> batchSets(PairBatches batches) {
    List<Integer> order = order(batches);
    return IntStream.range(0, order.size() / 4)
        .mapToObj(i -> order.subList(4 * i, 4 * i + 4).stream().sorted().toList())
        .toList();
  }

  @Test
  void partsOfABatchAreItsRowsInAsManyStepsAsTheyNeed() {
    List<EncodedPair> pairs = pairs(64);
    PairBatches batches = new PairBatches(pairs, BEGIN, END, 64);
    batches.startEpoch(Rng.seeded(2));
    PairBatch whole = whole(batches, 0);
    PairBatch part = new PairBatch();
    batches.fill(0, 0, 32, part);
    assertHolds(part, pairs);
    int steps = part.sourceSteps();
    batches.fill(0, 32, 64, part);
    assertHolds(part, pairs);
    assertThat(part.sourceSteps()).isLessThan(steps);
    for (int row = 0; row < 32; row++) {
      assertThat(part.source()[row]).isEqualTo(whole.source()[32 + row]);
    }
  }

  @Test
  void arraysAreKeptWhileSizesStayTheSame() {
    List<EncodedPair> pairs =
        IntStream.range(0, 6)
            .mapToObj(i -> new EncodedPair(new int[] {10 + i, 3}, new int[] {10 + i, 3, 4}))
            .toList();
    PairBatches batches = new PairBatches(pairs, BEGIN, END, 3);
    PairBatch batch = whole(batches, 0);
    int[] source = batch.source();
    int[] targets = batch.targets();
    batches.fill(1, 0, 3, batch);
    assertHolds(batch, pairs);
    assertThat(batch.source()).isSameAs(source);
    assertThat(batch.targets()).isSameAs(targets);
  }

  @Test
  void refusesWhatCannotBeABatch() {
    assertThatThrownBy(() -> new PairBatches(pairs(3), BEGIN, END, 0))
        .hasMessageContaining("batches of 0");
    assertThatThrownBy(() -> new EncodedPair(new int[0], new int[] {3}))
        .hasMessageContaining("no tokens");
    PairBatches none = new PairBatches(List.of(), BEGIN, END, 3);
    none.startEpoch(Rng.seeded(1));
    assertThat(none.steps()).isEqualTo(0);
    EncodedPair nothing = new EncodedPair(new int[] {10}, new int[0]);
    assertHolds(whole(new PairBatches(List.of(nothing), BEGIN, END, 3), 0), List.of(nothing));
  }

  /// What the documentation says.
  @Test
  void littleOfABatchIsPadding() {
    PairFile file =
        PairFile.readParallel(
            RealData.file("multi30k/train.de.gz"), RealData.file("multi30k/train.en.gz"));
    List<String> both = new ArrayList<>();
    file.pairs().forEach(pair -> both.addAll(List.of(pair.source(), pair.target())));
    SentenceCodec codec = SentenceCodec.learn(TokenConfig.defaults(TokenUnit.BPE), both);
    EncodedPairs encoded = EncodedPairs.of(file.pairs(), codec, codec, 100, Overlong.SKIP);
    PairBatches batches = new PairBatches(encoded.pairs(), codec.begin(), codec.end(), 32);
    batches.startEpoch(Rng.seeded(1));
    long sourceTokens = 0;
    long sourcePlaces = 0;
    long targetTokens = 0;
    long targetPlaces = 0;
    for (int step = 0; step < batches.steps(); step++) {
      PairBatch batch = whole(batches, step);
      sourceTokens += Arrays.stream(batch.sourceLengths()).sum();
      sourcePlaces += batch.source().length;
      targetTokens += Arrays.stream(batch.targetLengths()).sum();
      targetPlaces += batch.targets().length;
    }
    assertThat((double) (sourceTokens + targetTokens) / (sourcePlaces + targetPlaces))
        .isBetween(0.95, 0.97);
  }
}
