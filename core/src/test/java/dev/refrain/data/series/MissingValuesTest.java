package dev.refrain.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.refrain.data.DataException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingValuesTest {
  private static final float NAN = Float.NaN;

  /// Steps of (x, y): x lacks 2 of its middle, y its beginning and its end.
  private static final float[] GAPS = {1, NAN, NAN, 20, NAN, 30, 7, 40, 8, NAN};

  private static SeriesSet set(float[]... values) {
    return new SeriesSet(
        "given",
        List.of("x", "y"),
        Arrays.stream(values).map(one -> new Series(one, 2, "a", null, "given, line 7")).toList());
  }

  private static float[] treated(MissingValues policy) {
    return policy.apply(set(GAPS.clone())).set().series().getFirst().values();
  }

  @Test
  void fillsGaps() {
    assertThat(treated(MissingValues.DROP)).containsExactly(7, 40);
    assertThat(treated(MissingValues.ZERO)).containsExactly(1, 0, 0, 20, 0, 30, 7, 40, 8, 0);
    assertThat(treated(MissingValues.PREVIOUS)).containsExactly(1, 20, 1, 20, 1, 30, 7, 40, 8, 40);
    assertThat(treated(MissingValues.LINEAR)).containsExactly(1, 20, 3, 20, 5, 30, 7, 40, 8, 40);
  }

  @Test
  void countsWhatIsMissingAndKeepsWhatIsWhole() {
    SeriesSet set = set(new float[] {1, 2}, GAPS.clone());
    MissingValues.Filled filled = MissingValues.DROP.apply(set);
    assertThat(filled.values()).isEqualTo(4);
    assertThat(filled.steps()).isEqualTo(4);
    assertThat(filled.set().series().get(0)).isSameAs(set.series().get(0));
    assertThat(set.series().get(1).values()).containsExactly(GAPS);
    SeriesSet whole = set(new float[] {1, 2});
    assertThat(MissingValues.REFUSE.apply(whole).set()).isSameAs(whole);
  }

  @Test
  void saysWhereAValueIsMissing() {
    assertThatThrownBy(() -> treated(MissingValues.REFUSE))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "given, line 7 has no value of 'y' at step 1; fill it in, or choose");
    SeriesSet never = set(new float[] {1, NAN, 2, NAN});
    assertThatThrownBy(() -> MissingValues.LINEAR.apply(never))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("given, line 7 has no value of 'y' at any step;");
    assertThatThrownBy(() -> MissingValues.DROP.apply(never))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("given, line 7 lacks a value at every step;");
  }
}
