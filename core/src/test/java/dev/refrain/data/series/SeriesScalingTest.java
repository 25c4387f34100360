package dev.refrain.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.config.RecordJson;
import dev.refrain.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesScalingTest {
  private static SeriesSet set(float[]... values) {
    List<Series> series = new ArrayList<>();
    for (float[] one : values) {
      series.add(new Series(one, 2, null, null, "given"));
    }
    return new SeriesSet("given", List.of("x", "y"), series);
  }

  @Test
  void standardFeaturesHaveMeanZeroAndDeviationOne() {
    Rng rng = Rng.seeded(4);
    float[] one = new float[2 * 300];
    float[] other = new float[2 * 100];
    for (float[] values : List.of(one, other)) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (i % 2 == 0 ? 1000 + rng.nextGaussian() : 0.01 * rng.nextGaussian());
      }
    }
    SeriesSet set = set(one, other);
    SeriesScaling scaling = SeriesScaling.fit(ScalingKind.STANDARD, set);
    for (int f = 0; f < 2; f++) {
      double sum = 0;
      double squares = 0;
      for (Series series : scaling.apply(set).series()) {
        for (int t = 0; t < series.steps(); t++) {
          sum += series.value(t, f);
          squares += Math.pow(series.value(t, f), 2);
        }
      }
      assertThat(sum / 400).isCloseTo(0, within(1e-4));
      assertThat(squares / 400).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void otherKindsScaleAsTheySay() {
    SeriesSet set = set(new float[] {1, 5, 3, 5}, new float[] {2, 5});
    assertThat(scaled(ScalingKind.NONE, set)).containsExactly(1, 5, 3, 5);
    assertThat(scaled(ScalingKind.RANGE, set)).containsExactly(0, 0, 1, 0);
    double mean = 21.0 / 6;
    double deviation = Math.sqrt((1 + 9 + 4 + 75) / 6.0 - mean * mean);
    assertThat(scaled(ScalingKind.POOLED, set)[2])
        .isCloseTo((float) ((3 - mean) / deviation), within(1e-6f));
    assertThat(scaled(ScalingKind.STANDARD, set)[1]).isZero(); // never changes
  }

  private static float[] scaled(ScalingKind kind, SeriesSet set) {
    return SeriesScaling.fit(kind, set).apply(set).series().getFirst().values();
  }

  @Test
  void staysTheSameInAModel() {
    var scaling = new SeriesScaling(List.of(1.25, -3e-7), List.of(0.1, 12345.678));
    var none = new SeriesScaling(List.of(), List.of());
    assertThat(RecordJson.read("model.json", RecordJson.write(scaling), none)).isEqualTo(scaling);
    assertThatThrownBy(() -> new SeriesScaling(List.of(1.0), List.of(0.0)))
        .hasMessage("the scaling of feature 1 is (x - 1.0) * 0.0");
    assertThatThrownBy(() -> new SeriesScaling(List.of(1.0), List.of()))
        .hasMessage("the scaling has 1 shifts and 0 factors");
    assertThatThrownBy(() -> none.apply(new Series(new float[1], 1, null, null, "x.csv, line 2")))
        .hasMessage("x.csv, line 2 has 1 features, the scaling 0");
  }
}
