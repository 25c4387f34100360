package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.data.SentencePair;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sentences to translate with all that is right.
final class TestSetTest {
  private static final List<SentencePair> PAIRS =
      List.of(
          new SentencePair("a", "1"),
          new SentencePair("b", "2"),
          new SentencePair("a", "3"),
          new SentencePair("a", "4"));

  @Test
  void pairsStandByThemselves() {
    TestSet set = TestSet.ofPairs(PAIRS);
    assertThat(set.sources()).containsExactly("a", "b", "a", "a");
    assertThat(set.references()).containsExactly(List.of("1", "2", "3", "4"));
    assertThat(set.signature("nrefs:1|case:lc")).isEqualTo("nrefs:1|case:lc");
  }

  @Test
  void sentencesHaveAllTheirReferences() {
    TestSet set = TestSet.ofSentences(PAIRS);
    assertThat(set.sources()).containsExactly("a", "b");
    assertThat(set.references())
        .containsExactly(List.of("1", "2"), List.of("3", "2"), List.of("4", "2"));
    assertThat(set.signature("nrefs:3|case:lc")).isEqualTo("nrefs:var|case:lc");
    TestSet even = TestSet.ofSentences(PAIRS.subList(0, 2));
    assertThat(even.signature("nrefs:1|case:lc")).isEqualTo("nrefs:1|case:lc");
  }
}
