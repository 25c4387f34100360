package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadStartTest {

  /// Failures are silent where it runs, so they would only be seen as slow starts.
  @ParameterizedTest
  @ValueSource(strings = {"generate", "suggest", "translate", "evaluate", "predict", "inspect"})
  void workSucceeds(String command) {
    assertThatCode(HeadStart.work(command)::run).doesNotThrowAnyException();
  }

  @Test
  void longWorkHasNone() {
    assertThat(HeadStart.work("train")).isNull();
    assertThat(HeadStart.work("--help")).isNull();
  }
}
