package dev.refrain.task.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.refrain.data.Windows;
import dev.refrain.data.WordTokenizer;
import dev.refrain.nn.cell.CellKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelConfigTest {
  private static LanguageModelConfig read(String json) {
    try {
      return LanguageModelConfig.fromJson(
          "c.json", new JsonMapper().readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesJson(TextLevel level) {
    LanguageModelConfig config =
        LanguageModelConfig.defaults(level)
            .withCell(CellKind.LSTM_1997)
            .withHidden(7, 9)
            .withEmbedding(5)
            .withTied(true)
            .withDropout(0.1, 0.2)
            .withLength(11)
            .withStep(3)
            .withTargets(Windows.Targets.LAST)
            .withBatch(13)
            .withValidation(0.05)
            .withWords(3, 500)
            .withLines(WordTokenizer.Lines.JOIN);
    assertThat(LanguageModelConfig.fromJson("x", config.toJson())).isEqualTo(config);
    assertThat(config.toJson().toString())
        .contains("\"cell\":\"lstm-1997\"", "\"targets\":\"last\"", "\"lines\":\"join\"");
  }

  @Test
  void takesDefaultsForWhatIsNotSaid() {
    assertThat(read("{}")).isEqualTo(LanguageModelConfig.defaults(TextLevel.CHARACTER));
    LanguageModelConfig words = read("{'level':'word','recurrent':{'hidden':[5]}}");
    assertThat(words).isEqualTo(LanguageModelConfig.defaults(TextLevel.WORD).withHidden(5));
    assertThat(words.recurrent().hidden()).isEqualTo(List.of(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'hiden':5} | there is no key 'hiden'; known are level, recurrent, embedding",
        "{'recurrent':{'wide':5}} | there is no key 'recurrent.wide'; known are cell, hidden",
        "{'level':'letter'} | there is no level 'letter'; known are char, word",
        "{'feed':'drip'} | there is no feed 'drip'; known are windows, stream",
        "{'targets':'first'} | there is no kind of targets 'first'; known are every, last",
        "{'lines':'cut'} | there is no treatment of lines 'cut'; known are keep, join",
        "{'recurrent':{'cell':'lsmt'}} | there is no cell 'lsmt'",
        "{'recurrent':{'hidden':[0]}} | hidden",
        "{'recurrent':{'bidirectional':true}} | cannot read what is still to come",
        "{'length':0} | length is 0, it must be 1 to",
        "{'length':-3} | length is -3",
        "{'length':1.5} | length",
        "{'length':'many'} | length",
        "{'length':null} | length",
        "{'batch':0} | batch is 0",
        "{'step':-1} | step is -1",
        "{'embedding':-1} | embedding is -1",
        "{'tied':true} | tied weights need an embedding",
        "{'tied':'yes','embedding':3} | tied",
        "{'validation':1} | validation is 1.0, it must be at least 0 and below 1",
        "{'inputDropout':1} | inputDropout is 1.0",
        "{'outputDropout':-0.5} | outputDropout is -0.5",
        "{'minimumCount':0} | minimumCount is 0",
        "{'maximumWords':3} | maximumWords is 3",
        "{'feed':'stream','targets':'last'} | a stream predicts at every position",
        "[1] | not an object",
      })
  void saysWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("c.json: ", message)
        .hasMessageNotContaining("\n");
  }
}
