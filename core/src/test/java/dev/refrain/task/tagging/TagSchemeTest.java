package dev.refrain.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.ColumnFile;
import dev.refrain.data.DataException;
import dev.refrain.data.TaggedSentence;
import dev.refrain.nn.crf.ChainConstraints;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class TagSchemeTest {
  private static final long SEED = 1995;

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private static ColumnFile file(String... sentences) {
    List<TaggedSentence> all = new ArrayList<>();
    for (String tags : sentences) {
      all.add(TaggedSentence.of(words(tags.replaceAll("\\S+", "w")), words(tags)));
    }
    return ColumnFile.of("data", all);
  }

  /// The start and end of chunks of conlleval.pl, with the tags E and S as its Python descendants
  /// have them.
  @ParameterizedTest
  @CsvSource({
    "B-a I-a O, a0-2",
    "I-a I-a O I-b, a0-2 b3-4",
    "I-a I-b, a0-1 b1-2",
    "B-a B-a, a0-1 a1-2",
    "I-a B-a I-a, a0-1 a1-3",
    "O I-a I-a, a1-3",
    "B-a I-b I-b, a0-1 b1-3",
    "S-a S-a, a0-1 a1-2",
    "B-a E-a E-a, a0-2 a2-3",
    "E-a I-a E-a, a0-1 a1-3",
    "S-a I-a, a0-1 a1-2",
    "B-a S-a, a0-1 a1-2",
    "B I O, 0-2",
    "B-a X I-a, a0-1 a2-3"
  })
  void brokenTagsAreReadAsConllevalDoes(String tags, String entities) {
    assertThat(Entity.of(words(tags)).stream().map(e -> e.type() + e.from() + "-" + e.to()))
        .containsExactlyElementsOf(words(entities));
  }

  @ParameterizedTest
  @CsvSource({"IOB1, I-a B-a I-a O I-b", "IOB2, B-a B-a I-a O B-b", "IOBES, S-a B-a E-a O S-b"})
  void entitiesAreWritten(TagScheme scheme, String tags) {
    List<Entity> entities =
        List.of(new Entity("a", 0, 1), new Entity("a", 1, 3), new Entity("b", 4, 5));
    assertThat(scheme.write(5, entities)).isEqualTo(words(tags));
    assertThat(Entity.of(words(tags))).isEqualTo(entities);
    assertThat(scheme.firstBreak(words(tags))).isEqualTo(-1);
    assertThat(SchemeReading.detect(file(tags))).isEqualTo(scheme);
  }

  /// Every sequence that the constraints allow is the one way to write its entities, and the
  /// other way round: so nothing is lost by them.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void constraintsAllowJustWhatTheSchemeWrites(TagScheme scheme) {
    List<String> tags = scheme.tags(new TreeSet<>(List.of("a", "b")));
    ChainConstraints constraints = scheme.constraints(tags);
    Rng rng = Rng.seeded(SEED);
    int allowed = 0;
    for (int i = 0; i < 4000; i++) {
      int length = 1 + rng.nextInt(5);
      List<Integer> ids = new ArrayList<>();
      for (int t = 0; t < length; t++) {
        ids.add(rng.nextInt(tags.size()));
      }
      boolean ok = constraints.begins(ids.getFirst()) && constraints.ends(ids.getLast());
      for (int t = 1; t < length; t++) {
        ok &= constraints.follows(ids.get(t - 1), ids.get(t));
      }
      List<String> sequence = ids.stream().map(tags::get).toList();
      assertThat(scheme.write(length, Entity.of(sequence)).equals(sequence))
          .as("%s %s", scheme, sequence)
          .isEqualTo(ok);
      assertThat(scheme.firstBreak(sequence) < 0).as("%s", sequence).isEqualTo(ok);
      allowed += ok ? 1 : 0;
    }
    assertThat(allowed).isGreaterThan(100);
  }

  @Test
  void plainTagsAreKnownByTheirForm() {
    assertThat(SchemeReading.detect(file("DET NOUN VERB", "PRON VERB"))).isEqualTo(TagScheme.PLAIN);
    assertThatThrownBy(() -> SchemeReading.detect(file("B-a O", "O NOUN")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("data, word 2 of 'w w' has the tag 'NOUN'");
  }

  @ParameterizedTest
  @CsvSource({
    "IOB2, O I-a O, 'data, word 2 of ''w w w'' has I-a after O'",
    "IOB2, I-a, begins its sentence with I-a",
    "IOB2, B-a I-b, has I-b after B-a",
    "IOB1, I-a O B-a, has B-a after O",
    "IOBES, O B-a, ends its sentence with B-a",
    "IOBES, B-a O, has O after B-a",
    "IOB2, B-a E-a, has E-a after B-a"
  })
  void brokenTagsAreNamedAndCanBeRepaired(TagScheme scheme, String tags, String message) {
    ColumnFile file = file("O O", tags);
    assertThatThrownBy(() -> SchemeReading.read(file, scheme, false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("which %s does not allow".formatted(scheme))
        .hasMessageContaining("--repair");
    List<String> repaired = SchemeReading.read(file, scheme, true).get(1).tags();
    assertThat(scheme.firstBreak(repaired)).isEqualTo(-1);
    assertThat(Entity.of(repaired)).isEqualTo(Entity.of(words(tags)));
  }
}
