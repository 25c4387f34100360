package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.tensor.Rng;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SubwordsTest {
  private static TokenCounts counted(List<String> sentences) {
    TokenCounts counts = new TokenCounts();
    sentences.forEach(sentence -> SubwordCutter.cut(sentence, counts::add));
    return counts;
  }

  private static Subwords learned(List<String> sentences, int size, int minimumCount) {
    return SubwordLearner.learn(counted(sentences), size, minimumCount);
  }

  private static String merges(Subwords subwords) {
    return subwords.merges().stream()
        .map(merge -> merge.left() + "+" + merge.right())
        .collect(Collectors.joining(" | "));
  }

  private static List<String> pieces(Subwords subwords, String sentence) {
    List<String> pieces = new ArrayList<>();
    for (int id : subwords.encode(sentence)) {
      pieces.add(subwords.vocabulary().token(id));
    }
    return pieces;
  }

  /// The words of the paper's algorithm 1 and their counts; done by hand for a space before each.
  @Test
  void joinsThePapersWordsAsByHand() {
    List<String> sentences = new ArrayList<>();
    sentences.addAll(Collections.nCopies(5, "low"));
    sentences.addAll(Collections.nCopies(2, "lower"));
    sentences.addAll(Collections.nCopies(6, "newest"));
    sentences.addAll(Collections.nCopies(3, "widest"));
    String byHand =
        "e+s | es+t |  +l |  l+o |  lo+w |  +n |  n+e |  ne+w |  new+est"; // 9 9 7 7 7 6 6 6 6
    assertThat(merges(learned(sentences, 1000, 6))).isEqualTo(byHand);
    Collections.reverse(sentences);
    assertThat(merges(learned(sentences, 1000, 6))).isEqualTo(byHand);

    Subwords subwords = learned(sentences, 1000, 6);
    assertThat(pieces(subwords, "lowest newest")).containsExactly(" low", "est", " newest");
    assertThat(pieces(subwords, "we")).containsExactly(" ", "w", "e");
    // i, d and r occur less than 6 times
    assertThat(pieces(subwords, "dê")).containsExactly(" ", "<0x64>", "<0xC3>", "<0xAA>");
  }

  @Test
  void stopsAtTheSizeOfTheVocabulary() {
    List<String> sentences = List.of("aaaa bbb cc", "aaaa bb c");
    assertThat(learned(sentences, 264, 1).vocabulary().size()).isEqualTo(264);
    // a 8, b 5, c 3: with room for two characters only the two most frequent
    Vocabulary two = learned(sentences, 261, 1).vocabulary();
    assertThat(two.tokens().subList(258, 261)).containsExactly(" ", "a", "b");
    assertThat(learned(sentences, 100_000, 3).vocabulary().size()).isLessThan(280);
  }

  @Test
  void cutsWhereNoPieceMayReachAcross() {
    assertThat(cut("Don't say “l’homme n°3e” 'now'.  Ça"))
        .containsExactly(
            " Don't", " say", " “", "l’homme", " n", "°", "3", "e", "”", " '", "now", "'.", " ",
            " Ça");
    assertThat(cut("Va\u202F! \u00A0x")).containsExactly(" Va", "\u202F!", " \u00A0", "x");
    assertThat(cut(" ")).containsExactly(" ", " ");
    assertThat(cut("")).isEmpty();
    assertThat(cut("cafe\u0301 3\u0301 !\u0301"))
        .containsExactly(" cafe\u0301", " 3\u0301", " !\u0301");
    assertThat(cut("🐋".repeat(130)).stream().map(s -> s.codePointCount(0, s.length())))
        .containsExactly(64, 64, 3);
  }

  private static List<String> cut(String sentence) {
    List<String> stretches = new ArrayList<>();
    SubwordCutter.cut(sentence, stretches::add);
    assertThat(String.join("", stretches)).isEqualTo(sentence.isEmpty() ? "" : " " + sentence);
    return stretches;
  }

  @Test
  void learnsAndJoinsAsTheSlowTwin() {
    int[] alphabet = "aab'c 9🐋é".codePoints().toArray();
    for (int seed = 0; seed < 300; seed++) {
      Rng rng = Rng.seeded(seed);
      int letters = 1 + rng.nextInt(alphabet.length);
      List<String> sentences = new ArrayList<>();
      for (int s = rng.nextInt(12) + 1; s > 0; s--) {
        sentences.add(sentence(rng, alphabet, letters));
      }
      int size = 260 + rng.nextInt(40);
      int minimumCount = 1 + rng.nextInt(3);
      Subwords subwords = learned(sentences, size, minimumCount);
      Twin twin = new Twin(sentences, size, minimumCount);
      assertThat(subwords.merges()).as("seed %d", seed).isEqualTo(twin.merges);
      assertThat(subwords.vocabulary().tokens()).as("seed %d", seed).isEqualTo(twin.tokens);
      Collections.shuffle(sentences, new Random(seed));
      assertThat(learned(sentences, size, minimumCount).merges()).isEqualTo(twin.merges);
      for (int s = 0; s < 5; s++) {
        String sentence = sentence(rng, alphabet, alphabet.length);
        assertThat(pieces(subwords, sentence))
            .as("seed %d '%s'", seed, sentence)
            .isEqualTo(twin.pieces(sentence));
        assertThat(subwords.decode(subwords.encode(sentence))).isEqualTo(sentence);
      }
    }
  }

  private static String sentence(Rng rng, int[] alphabet, int letters) {
    StringBuilder sentence = new StringBuilder();
    for (int i = rng.nextInt(30); i > 0; i--) {
      sentence.appendCodePoint(alphabet[rng.nextInt(letters)]);
    }
    return sentence.toString();
  }

  /// Counts all pairs anew for each merge, in strings.
  private static final class Twin {
    private final List<Merge> merges = new ArrayList<>();
    private final List<String> tokens = Subwords.firstTokens();

    Twin(List<String> sentences, int size, int minimumCount) {
      List<List<String>> words = new ArrayList<>();
      Map<String, Integer> counts = new HashMap<>();
      for (String sentence : sentences) {
        for (String stretch : cut(sentence)) {
          words.add(new ArrayList<>(stretch.codePoints().mapToObj(Character::toString).toList()));
          words.getLast().forEach(character -> counts.merge(character, 1, Integer::sum));
        }
      }
      counts.remove(" ");
      counts.entrySet().stream()
          .filter(entry -> entry.getValue() >= minimumCount)
          .sorted(
              Map.Entry.<String, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(size - tokens.size())
          .forEach(entry -> tokens.add(entry.getKey()));
      Set<String> known = new HashSet<>(tokens);
      while (tokens.size() < size) {
        Map<Merge, Integer> pairs = new HashMap<>();
        for (List<String> word : words) {
          for (int i = 0; i + 1 < word.size(); i++) {
            Merge pair = new Merge(word.get(i), word.get(i + 1));
            if (known.contains(pair.left()) && known.contains(pair.right())) {
              pairs.merge(pair, 1, Integer::sum);
            }
          }
        }
        Merge best = null;
        for (Merge pair : pairs.keySet()) {
          if (best == null || before(pair, pairs.get(pair), best, pairs.get(best))) {
            best = pair;
          }
        }
        if (best == null || pairs.get(best) < minimumCount) {
          return;
        }
        if (!merges.contains(best)) {
          merges.add(best);
        }
        if (known.add(best.joined())) {
          tokens.add(best.joined());
        }
        for (List<String> word : words) {
          join(word, best);
        }
      }
    }

    private static boolean before(Merge a, int countA, Merge b, int countB) {
      if (countA != countB) {
        return countA > countB;
      }
      int left = a.left().compareTo(b.left());
      return left == 0 ? a.right().compareTo(b.right()) < 0 : left < 0;
    }

    private static void join(List<String> word, Merge merge) {
      for (int i = 0; i + 1 < word.size(); i++) {
        if (word.get(i).equals(merge.left()) && word.get(i + 1).equals(merge.right())) {
          word.set(i, merge.joined());
          word.remove(i + 1);
        }
      }
    }

    List<String> pieces(String sentence) {
      List<String> pieces = new ArrayList<>();
      for (String stretch : cut(sentence)) {
        List<String> word = new ArrayList<>();
        stretch.codePoints().mapToObj(Character::toString).forEach(c -> addCharacter(word, c));
        boolean joined = true;
        while (joined) {
          joined = false;
          for (int m = 0; m < merges.size() && !joined; m++) {
            int length = word.size();
            join(word, merges.get(m));
            joined = word.size() < length;
          }
        }
        pieces.addAll(word);
      }
      return pieces;
    }

    private void addCharacter(List<String> word, String character) {
      if (tokens.contains(character)) {
        word.add(character);
        return;
      }
      for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
        word.add("<0x%02X>".formatted(b));
      }
    }
  }
}
