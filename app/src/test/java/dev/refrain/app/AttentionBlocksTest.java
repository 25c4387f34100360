package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Attention maps in characters.
final class AttentionBlocksTest {
  private static final AttentionMap CAT =
      new AttentionMap(
          List.of("the", "cat", "is", "black", "</s>"),
          List.of("le", "chat", "noir", "</s>"),
          new float[][] {
            {0.85f, 0.15f, 0, 0, 0},
            {0.05f, 0.95f, 0, 0, 0},
            {0, 0.3f, 0.09f, 0.61f, 0},
            {0, 0, 0.5f, 0, 0.49f},
          });

  @Test
  void eachWordHasItsWidthAndEachWeightItsShade() {
    assertThat(CAT.blocks(80, true))
        .isEqualTo(
            """
                 the cat is black </s>
              le ███ ░░░
            chat     ███
            noir     ▒▒▒    ▓▓▓▓▓
            </s>         ▓▓       ▒▒▒▒
            """);
  }

  @Test
  void withoutUnicodeThereIsAsciiAlone() {
    assertThat(CAT.blocks(80, false).replace("\n", "")).matches("\\p{ASCII}+");
    assertThat(CAT.blocks(80, false)).contains("  le ### ...\n");
  }

  @Test
  void narrowTerminalShowsPieces() {
    assertThat(CAT.blocks(18, true))
        .isEqualTo(
            """
                 the cat is
              le ███ ░░░
            chat     ███
            noir     ▒▒▒
            </s>         ▓▓

                 black </s>
              le
            chat
            noir ▓▓▓▓▓
            </s>       ▒▒▒▒
            """);
    assertThat(CAT.blocks(1, true).lines().filter(String::isEmpty)).hasSize(4); // column by column
  }

  /// A Chinese character takes two columns, an accent of its own none.
  @Test
  void columnsLineUpUnderWideCharacters() {
    var map =
        new AttentionMap(
            List.of("黑猫", "e\u0301", "x"),
            List.of("a", "猫"),
            new float[][] {{1, 0, 0}, {0, 0.8f, 0.2f}});
    assertThat(map.blocks(80, true)).isEqualTo("   黑猫 e\u0301  x\n a ████\n猫      ██ ░░\n");
  }

  @Test
  void longTokensAreCutAndCommandsOfTheTerminalDisarmed() {
    var map =
        new AttentionMap(
            List.of("internationalization", "a\u001b[2Jb"), List.of("x"), new float[][] {{1, 0}});
    assertThat(map.blocks(80, true))
        .startsWith("  internationaliz… a\uFFFD[2Jb\nx ████████████████\n");
  }

  @Test
  void weightsThatAreNotOfTheTokensAreRefused() {
    assertThatThrownBy(() -> new AttentionMap(List.of("a"), List.of("b"), new float[0][]))
        .hasMessage("0 rows of attention for 1 tokens");
    assertThatThrownBy(() -> new AttentionMap(List.of("a"), List.of("b"), new float[1][2]))
        .hasMessage("a row of attention over 2 tokens, there are 1");
  }
}
