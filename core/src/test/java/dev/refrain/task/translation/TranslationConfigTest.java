package dev.refrain.task.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.nn.attention.AttentionKind;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranslationConfigTest {
  @ParameterizedTest
  @MethodSource("dev.refrain.task.translation.Reversals#variants")
  void saysInJsonWhatItIs(TranslationConfig config) {
    assertThat(TranslationConfig.fromJson("test", config.toJson())).isEqualTo(config);
  }

  @Test
  void refusesWhatCannotBe() {
    TranslationConfig config = Reversals.config();
    RecurrentConfig gru = RecurrentConfig.of(CellKind.GRU, 6);
    assertThatThrownBy(() -> config.withDecoder(gru.bothDirections()))
        .hasMessageContaining("decoder is bidirectional");
    assertThatThrownBy(() -> config.withBridge(Bridge.COPY))
        .hasMessageContaining("layer 0 of the decoder has 6 and the encoder's layer 0 has 10");
    assertThatThrownBy(() -> config.withAttention(AttentionKind.DOT))
        .hasMessageContaining("6 numbers with the encoder's 10");
    assertThatThrownBy(() -> config.withInputFeeding(true))
        .hasMessageContaining("inputFeeding needs attention dot or general, it is additive");
    assertThatThrownBy(() -> config.withAttention(AttentionKind.GENERAL).withAttentionSize(5))
        .hasMessageContaining("attentionSize is 5");
    assertThatThrownBy(() -> config.withTeacherForcing(TeacherForcing.of(1.5)))
        .hasMessageContaining("teacherForcing.ratio is 1.5");
    assertThatThrownBy(() -> new TeacherForcing(1, TeacherForcing.Per.STEP, 0.5, 0))
        .hasMessageContaining("after how many epochs");
    assertThatThrownBy(() -> config.withDecoder(gru.withVariationalDropout(0.1, 0.1)))
        .hasMessageContaining("it goes step by step");
  }
}
