package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTextTest {
  @Test
  void holdsOutTheEndInCodePoints() {
    assertThat(SplitText.characters("🐋🐋🐋🐋abcdef", 0.7))
        .isEqualTo(new SplitText("🐋🐋🐋", "🐋abcdef"));
    assertThat(SplitText.characters("abc", 0)).isEqualTo(new SplitText("abc", ""));
  }

  @Test
  void cutsNoWord() {
    assertThat(SplitText.words("whales are large", 0.6))
        .isEqualTo(new SplitText("whales", " are large"));
    assertThat(SplitText.words("whales", 0.5)).isEqualTo(new SplitText("whales", ""));
    assertThat(SplitText.words("whales", 0)).isEqualTo(new SplitText("whales", ""));
  }

  @Test
  void splitsTinyShakespeareAsUsual() {
    SplitText split = SplitText.characters(TextFile.read(RealData.tinyShakespeare()).text(), 0.1);
    assertThat(split.training()).hasSize(1_003_854);
    assertThat(split.validation()).hasSize(111_540);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesOtherFractions(double fraction) {
    assertThatThrownBy(() -> SplitText.characters("abc", fraction))
        .hasMessageContaining("at least 0 and below 1");
  }
}
