package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.app.phrasebook.PhrasePair;
import dev.refrain.app.phrasebook.PhrasePair.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PhraseScoreTest {
  private static final PhrasePair PAIR =
      new PhrasePair("the black cat", "le chat noir", List.of(new Link(2, 1), new Link(1, 2)));

  @Test
  void countsWordsWithMostAttentionOnTheirTranslation() {
    float[][] one = {
      {0.9f, 0.1f, 0, 0}, {0.1f, 0.3f, 0.6f, 0}, {0, 0.4f, 0.1f, 0.5f}, {0, 0, 0, 1}
    };
    PhraseScore score = PhraseScore.NONE.plus(PAIR, "le chat noir", one);
    assertThat(score).isEqualTo(new PhraseScore(1, 1, 2, 1));
    assertThat(score.attendedPercent()).isEqualTo(50);
  }

  @Test
  void wrongSentencesSayNothingAboutAttention() {
    PhraseScore score = PhraseScore.NONE.plus(PAIR, "le chat", new float[2][4]);
    assertThat(score).isEqualTo(new PhraseScore(1, 0, 0, 0));
    assertThat(score.exactPercent()).isZero();
  }
}
