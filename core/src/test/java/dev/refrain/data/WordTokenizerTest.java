package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.data.WordTokenizer.Lines;
import dev.refrain.tensor.Rng;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordTokenizerTest {
  private static final WordTokenizer KEEP = new WordTokenizer(Lines.KEEP);
  private static final WordTokenizer JOIN = new WordTokenizer(Lines.JOIN);

  private static void assertCut(String text, String tokens) {
    assertThat(String.join("·", KEEP.tokenize(text))).isEqualTo(tokens);
    assertThat(KEEP.rebuild(KEEP.tokenize(text))).isEqualTo(KEEP.normalize(text));
  }

  @Test
  void cutsWordsNumbersAndMarks() {
    assertCut("Call me Ishmael.", "Call·me·Ishmael·.");
    assertCut("I don't, he can’t; o'clock", "I·don't·,·he·can’t·;·o'clock");
    assertCut("a mast-head--so high—gone", "a·mast·-·head·--·so·high·—·gone");
    assertCut("1,000 men, 3.14 or 1851.", "1,000·men·,·3.14·or·1851·.");
    assertCut("the U.S. Navy... yes", "the·U.S.·Navy·...·yes");
    assertCut("naïve cafe\u0301 Ærø", "naïve·cafe\u0301·Ærø");
  }

  @Test
  void cutsTokensOfAnyLength() {
    for (String part : List.of("1,", "a'", "a’", "A.", "A.𝐀.", "..", "--", "a", "1", " \n")) {
      String text = part.repeat(100_000) + "1";
      assertThat(KEEP.rebuild(KEEP.tokenize(text))).as(part).isEqualTo(KEEP.normalize(text));
    }
  }

  @Test
  void tellsElisionsFromQuotationMarks() {
    assertCut("'Tis th' end, ’twas said", "'Tis·th'·end·,·’twas·said");
    assertCut("he said 'come' and left", "he·said·'·come·'·and·left");
    assertCut("\"Aye,\" quoth he, \"aye!\"", "\"·Aye·,·\"·quoth·he·,·\"·aye·!·\"");
    assertCut("“Aye, ‘aye’,” (so) [he]", "“·Aye·,·‘·aye·’·,·”·(·so·)·[·he·]");
  }

  @Test
  void keepsLinesAndParagraphs() {
    String text = "  one \n two\n\n \nthree\n";
    assertThat(KEEP.tokenize(text)).containsExactly("one", "\n", "two", "\n\n", "three", "\n");
    assertThat(KEEP.normalize(text)).isEqualTo("one\ntwo\n\nthree\n");
    assertThat(JOIN.tokenize(text)).containsExactly("one", "two", "\n\n", "three");
    assertThat(JOIN.normalize(text)).isEqualTo("one two\n\nthree");
  }

  @Test
  void marksWhatTheRulesDoNotSay() {
    assertCut("a , b", "a·<space>·,·b");
    assertCut("x&y", "x·<join>·&·<join>·y");
    assertCut("<unk> <join>", "<·unk·>·<space>·<·join·>");
  }

  @Test
  void takesCodePointsBeyondTheFirstPlane() {
    assertCut("whales 🐋🐋 𝒲𝓱ale", "whales·🐋·<join>·🐋·𝒲𝓱ale");
    assertCut("白鯨は海", "白·鯨·は·海");
  }

  @ParameterizedTest
  @EnumSource
  void rebuildsAnyText(Lines lines) {
    var tokenizer = new WordTokenizer(lines);
    String alphabet = "aBé'’\"“”‘-—.,;:!?()[]_*& \n\t\r0159<>白🐋/\u00A0";
    int[] codePoints = alphabet.codePoints().toArray();
    for (int seed = 0; seed < 3000; seed++) {
      Rng rng = Rng.seeded(seed);
      StringBuilder text = new StringBuilder();
      for (int i = rng.nextInt(40); i > 0; i--) {
        text.appendCodePoint(codePoints[rng.nextInt(codePoints.length)]);
      }
      List<String> tokens = tokenizer.tokenize(text.toString());
      String normal = tokenizer.normalize(text.toString());
      assertThat(tokenizer.rebuild(tokens)).as("seed %d", seed).isEqualTo(normal);
      assertThat(tokenizer.tokenize(normal)).as("seed %d", seed).isEqualTo(tokens);
    }
  }

  @Test
  void cutsASettledBeginningAsItCutsTheWhole() {
    String text = "He said, 'th' whale--' \n\n \"It's U.S. oil...\" 3,000 tuns \n ok";
    List<String> whole = KEEP.tokenize(text);
    for (int end = 0; end <= text.length(); end++) {
      int settled = KEEP.settled(text.substring(0, end));
      List<String> tokens = new ArrayList<>();
      Joint joint = KEEP.cut(text.substring(0, settled), Joint.START, tokens::add);
      KEEP.cut(text.substring(settled), joint, tokens::add);
      assertThat(tokens).as("settled %d of %d", settled, end).isEqualTo(whole);
    }
  }

  @Test
  void rebuildsMobyDick() {
    assertRebuilds(RealData.mobyDick(), JOIN);
    assertRebuilds(RealData.mobyDick(), KEEP);
  }

  @Test
  void rebuildsTinyShakespeare() {
    assertRebuilds(RealData.tinyShakespeare(), KEEP);
  }

  /// Measured: 128 marks of 279,365 tokens in Moby Dick, 190 of 285,406 in Tiny Shakespeare.
  private static void assertRebuilds(Path path, WordTokenizer tokenizer) {
    String text = TextFile.read(path).text();
    List<String> tokens = tokenizer.tokenize(text);
    assertThat(tokenizer.rebuild(tokens).equals(tokenizer.normalize(text))).isTrue();
    long marks =
        tokens.stream()
            .filter(t -> t.equals(WordTokenizer.JOIN) || t.equals(WordTokenizer.SPACE))
            .count();
    assertThat((double) marks / tokens.size()).isLessThan(0.001);
  }
}
