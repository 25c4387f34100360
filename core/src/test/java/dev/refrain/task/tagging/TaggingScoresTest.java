package dev.refrain.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.data.TaggedSentence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Counts of a file made by hand. Each line is a word, its right tag and the tag found; the counts
/// beside them were taken by the rules of conlleval.pl, chunk by chunk.
final class TaggingScoresTest {
  private static final String FILE =
      """
      Ada B-per B-per
      Lovelace I-per I-per
      met O O
      Kurt B-per B-per
      Gödel I-per O
      in O O
      Vienna B-loc B-loc

      Vienna B-loc I-loc
      and O O
      Paris B-loc B-per
      Ada B-per I-loc
      . O O

      New B-loc B-loc
      York I-loc B-loc
      Times O I-loc
      Kurt B-per I-per
      Kurt B-per I-per
      """;

  // There: Ada Lovelace, Kurt Gödel, Vienna | Vienna, Paris, Ada | New York, Kurt, Kurt: 9,
  //        of them per 5 and loc 4.
  // Found: per 0-2 right, per 3-4 wrong, loc 6-7 right | loc 0-1 right (I after nothing begins),
  //        per 2-3 wrong, loc 3-4 wrong (another type begins) | loc 0-1 wrong, loc 1-3 wrong,
  //        per 3-5 wrong (I goes on): 9, of them per 4 (1 right) and loc 5 (2 right).
  // Words: 17; right are 7 − 1, 5 − 3 and 5 − 4: 9.
  // Texts: there are Ada Lovelace, Kurt Gödel, Vienna, Paris, Ada, New York, Kurt: 7; found are Ada
  //        Lovelace/per, Kurt/per, Vienna/loc, Paris/per, Ada/loc, New/loc, York Times/loc, Kurt
  //        Kurt/per: 8; right somewhere are Ada Lovelace and Vienna: 2.

  private static TaggingScores scores() {
    List<TaggedSentence> references = new ArrayList<>();
    List<List<String>> found = new ArrayList<>();
    for (String sentence : FILE.split("\n\n")) {
      List<String[]> lines = sentence.lines().map(line -> line.split(" ")).toList();
      references.add(
          TaggedSentence.of(
              lines.stream().map(l -> l[0]).toList(), lines.stream().map(l -> l[1]).toList()));
      found.add(lines.stream().map(l -> l[2]).toList());
    }
    return TaggingScores.of(references, found);
  }

  @Test
  void countsAreThoseTakenByHand() {
    TaggingScores scores = scores();
    assertThat(scores.words()).isEqualTo(17);
    assertThat(scores.correctWords()).isEqualTo(9);
    assertThat(scores.all()).isEqualTo(new EntityCounts(9, 9, 3));
    assertThat(scores.types()).containsOnlyKeys("per", "loc");
    assertThat(scores.types().get("per")).isEqualTo(new EntityCounts(5, 4, 1));
    assertThat(scores.types().get("loc")).isEqualTo(new EntityCounts(4, 5, 2));
    assertThat(scores.surfaces()).isEqualTo(new EntityCounts(7, 8, 2));
  }

  @Test
  void ratesFollowFromCounts() {
    EntityCounts counts = new EntityCounts(8, 5, 2);
    assertThat(counts.precision()).isCloseTo(0.4, within(1e-12));
    assertThat(counts.recall()).isCloseTo(0.25, within(1e-12));
    assertThat(counts.f1()).isCloseTo(2 * 0.4 * 0.25 / 0.65, within(1e-12));
    assertThat(EntityCounts.NONE.f1()).isZero();
    assertThat(new EntityCounts(3, 0, 0).precision()).isZero();
  }
}
