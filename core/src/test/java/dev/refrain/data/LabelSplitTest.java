package dev.refrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LabelSplitTest {
  private static List<String> repeated(String label, int count, List<String> more) {
    List<String> all = new ArrayList<>(more);
    for (int i = 0; i < count; i++) {
      all.add(label);
    }
    return all;
  }

  private static long count(BitSet out, List<String> labels, String label) {
    return out.stream().filter(i -> labels.get(i).equals(label)).count();
  }

  @Test
  void holdsOutTheSamePartOfEveryClass() {
    List<String> labels = repeated("b", 30, repeated("a", 70, repeated("once", 1, List.of())));
    labels = repeated("twice", 2, labels);
    BitSet out = LabelSplit.stratified(labels, 0.1, Rng.seeded(1));
    assertThat(count(out, labels, "a")).isEqualTo(7);
    assertThat(count(out, labels, "b")).isEqualTo(3);
    assertThat(count(out, labels, "twice")).isEqualTo(1);
    assertThat(count(out, labels, "once")).isZero();
    assertThat(LabelSplit.stratified(labels, 0.1, Rng.seeded(1))).isEqualTo(out);
    assertThat(LabelSplit.stratified(labels, 0.1, Rng.seeded(2))).isNotEqualTo(out);
    assertThat(LabelSplit.stratified(labels, 0, Rng.seeded(1)).isEmpty()).isTrue();
    assertThat(count(LabelSplit.stratified(labels, 0.99, Rng.seeded(1)), labels, "b"))
        .isEqualTo(29);
  }

  @Test
  void keepsGroupsTogether() {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      groups.add("person " + i % 6);
    }
    BitSet out = LabelSplit.byGroup(groups, 0.3, Rng.seeded(3));
    assertThat(out.cardinality()).isEqualTo(20);
    for (int i = 0; i < 60; i++) {
      assertThat(out.get(i)).as("item %d", i).isEqualTo(out.get(i % 6));
    }
    assertThat(LabelSplit.byGroup(groups, 0.99, Rng.seeded(3)).cardinality()).isEqualTo(50);
    assertThatThrownBy(() -> LabelSplit.byGroup(List.of("x", "x"), 0.5, Rng.seeded(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("All items are of the group 'x'");
  }

  @Test
  void holdsOutTheGroupsThatAreNamed() {
    List<String> groups = List.of("ann", "bob", "ann", "eve");
    BitSet out = LabelSplit.ofGroups(groups, Set.of("ann"));
    assertThat(out.stream().boxed()).containsExactly(0, 2);
    assertThatThrownBy(() -> LabelSplit.ofGroups(groups, Set.of("ane")))
        .hasMessageContaining("There is no group 'ane'; the groups are ann, bob, eve.");
    assertThatThrownBy(() -> LabelSplit.ofGroups(groups, Set.copyOf(groups)))
        .hasMessageContaining("none is left to learn from");
  }
}
