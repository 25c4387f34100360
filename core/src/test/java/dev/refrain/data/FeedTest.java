package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.Windows.Targets;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The texts are 0, 1, 2, …, so that a token says where it stood.
class FeedTest {
  private static int[] text(int length) {
    return IntStream.range(0, length).toArray();
  }

  private static IdBatch whole(Feed feed, int step) {
    IdBatch batch = new IdBatch();
    feed.fill(step, 0, feed.rows(step), batch);
    return batch;
  }

  private static List<Integer> starts(Windows windows) {
    List<Integer> starts = new ArrayList<>();
    for (int step = 0; step < windows.steps(); step++) {
      IdBatch batch = whole(windows, step);
      for (int row = 0; row < batch.rows(); row++) {
        starts.add(batch.inputs()[row]);
      }
    }
    return starts;
  }

  @Test
  void windowsStandStepApartAndAreAllThere() {
    Windows windows = new Windows(text(20), 4, 3, 4, Targets.EVERY);
    assertThat(windows.count()).isEqualTo(6); // 0 3 6 9 12 15; 15…18 predicts 19
    assertThat(windows.steps()).isEqualTo(2);
    assertThat(windows.rows(1)).isEqualTo(2);
    assertThat(starts(windows)).containsExactly(0, 3, 6, 9, 12, 15);
    windows.startEpoch(Rng.seeded(7));
    List<Integer> shuffled = starts(windows);
    assertThat(shuffled).containsExactlyInAnyOrder(0, 3, 6, 9, 12, 15);
    assertThat(shuffled).isNotEqualTo(List.of(0, 3, 6, 9, 12, 15));
    windows.startEpoch(Rng.seeded(8));
    windows.startEpoch(Rng.seeded(7));
    assertThat(starts(windows)).isEqualTo(shuffled);
  }

  @Test
  void windowsAreTimeMajorWithTheNextTokenAsTarget() {
    IdBatch every = whole(new Windows(text(20), 3, 5, 2, Targets.EVERY), 0);
    assertThat(every.inputs()).containsExactly(0, 5, 1, 6, 2, 7);
    assertThat(every.targets()).containsExactly(1, 6, 2, 7, 3, 8);
    IdBatch last = whole(new Windows(text(20), 3, 5, 2, Targets.LAST), 0);
    assertThat(last.inputs()).containsExactly(0, 5, 1, 6, 2, 7);
    assertThat(last.targets()).containsExactly(3, 8);
  }

  @Test
  void partsOfABatchAreItsRows() {
    Windows windows = new Windows(text(100), 3, 5, 5, Targets.EVERY);
    windows.startEpoch(Rng.seeded(1));
    IdBatch whole = whole(windows, 1);
    IdBatch part = new IdBatch();
    windows.fill(1, 2, 4, part);
    for (int t = 0; t < 3; t++) {
      assertThat(part.inputs()[t * 2]).isEqualTo(whole.inputs()[t * 5 + 2]);
      assertThat(part.targets()[t * 2 + 1]).isEqualTo(whole.targets()[t * 5 + 3]);
    }
  }

  @Test
  void aTextShorterThanAWindowIsAnErrorWithTheNumbers() {
    assertThat(new Windows(text(5), 4, 1, 8, Targets.EVERY).count()).isEqualTo(1);
    assertThatThrownBy(() -> new Windows(text(4), 4, 1, 8, Targets.EVERY))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("has 4 tokens", "window of 4", "needs 5");
    assertThatThrownBy(() -> TextStream.moving(text(19), 4, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("19 tokens", "4 streams of length 4", "need 20");
    assertThat(TextStream.moving(text(20), 4, 4).steps()).isEqualTo(1);
    assertThatThrownBy(() -> new Windows(text(9), 0, 1, 1, Targets.EVERY))
        .hasMessageContaining("each at least 1");
  }

  @Test
  void streamsGoOnWhereTheyEnded() {
    TextStream stream = TextStream.still(text(31), 4, 3); // parts of 10
    stream.startEpoch(Rng.seeded(1));
    assertThat(stream.steps()).isEqualTo(3);
    for (int row = 0; row < 3; row++) {
      int expected = 10 * row;
      for (int step = 0; step < 3; step++) {
        IdBatch batch = whole(stream, step);
        assertThat(batch.steps()).isEqualTo(step < 2 ? 4 : 2);
        for (int t = 0; t < batch.steps(); t++) {
          assertThat(batch.inputs()[t * 3 + row]).isEqualTo(expected++);
          assertThat(batch.targets()[t * 3 + row]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void movingStreamsBeginElsewhereEachEpochAndStayInTheText() {
    TextStream stream = TextStream.moving(text(50), 4, 3);
    TreeSet<Integer> begins = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      stream.startEpoch(Rng.seeded(seed));
      begins.add(whole(stream, 0).inputs()[0]);
      IdBatch last = whole(stream, stream.steps() - 1);
      assertThat(Arrays.stream(last.targets()).max().orElseThrow()).isLessThan(50);
    }
    assertThat(begins).containsExactly(0, 1, 2, 3);
  }
}
