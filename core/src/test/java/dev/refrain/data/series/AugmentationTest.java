package dev.refrain.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final long SEED = 31;
  private static final int STEPS = 50;
  private static final int FEATURES = 6;
  private static final SeriesScaling SCALING =
      new SeriesScaling(
          List.of(0.5, -1.0, 2.0, 0.1, 0.2, 0.3), List.of(2.0, 0.5, 3.0, 1.0, 4.0, 0.25));
  private static final AugmentationConfig NONE = AugmentationConfig.NONE;

  private final Rng rng = Rng.seeded(SEED);

  /// A series in the units of a file, and scaled.
  private final Series raw = raw();

  private final float[] scaled = SCALING.apply(raw).values();

  private static Series raw() {
    Rng rng = Rng.seeded(SEED + 1);
    float[] values = new float[STEPS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (3 + rng.nextGaussian());
    }
    return new Series(values, FEATURES, null, null, "drawn");
  }

  /// A changed series in the units of the file.
  private double[] changed(AugmentationConfig config, Rng from) {
    float[] values = new Augmentation(config, SCALING).apply(scaled.clone(), from);
    double[] unscaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int f = i % FEATURES;
      unscaled[i] = values[i] / SCALING.factor().get(f) + SCALING.shift().get(f);
    }
    return unscaled;
  }

  private double[] changed(AugmentationConfig config) {
    return changed(config, rng);
  }

  @Test
  void jitterIsNoiseInDeviationsOfTheFeature() {
    float[] noisy = new Augmentation(NONE.withJitter(0.2), SCALING).apply(scaled.clone(), rng);
    double squares = 0;
    for (int i = 0; i < scaled.length; i++) {
      squares += Math.pow(noisy[i] - scaled[i], 2);
    }
    assertThat(Math.sqrt(squares / scaled.length)).isCloseTo(0.2, within(0.03));
  }

  @Test
  void scalingMultipliesEachFeatureByOneFactor() {
    double[] values = changed(NONE.withScaling(0.3));
    double[] factors = new double[FEATURES];
    for (int f = 0; f < FEATURES; f++) {
      factors[f] = values[f] / raw.value(0, f);
      for (int t = 0; t < STEPS; t++) {
        assertThat(values[t * FEATURES + f]).isCloseTo(factors[f] * raw.value(t, f), within(1e-4));
      }
      assertThat(factors[f]).isNotCloseTo(1, within(1e-4)).isBetween(0.0, 2.0);
    }
    assertThat(factors).doesNotHaveDuplicates();
  }

  @Test
  void rotationTurnsAllThreesAlikeAndKeepsLengthsAndHandedness() {
    double[] values = changed(NONE.withRotation(60));
    for (int t = 0; t < STEPS; t++) {
      for (int f = 0; f < FEATURES; f += 3) {
        assertThat(dot(values, t, f, values, t, f)).isCloseTo(dot(t, f, t, f), within(1e-3));
      }
      // Between threes, and with the step before: one rotation for the whole series.
      assertThat(dot(values, t, 0, values, t, 3)).isCloseTo(dot(t, 0, t, 3), within(1e-3));
      assertThat(dot(values, t, 0, values, 0, 0)).isCloseTo(dot(t, 0, 0, 0), within(1e-3));
    }
    assertThat(volume(values)).isCloseTo(volume(doubles(raw.values())), within(1e-2));
    double cosine = dot(values, 0, 0, doubles(raw.values()), 0, 0) / dot(0, 0, 0, 0);
    assertThat(cosine).isBetween(Math.cos(Math.toRadians(60)) - 1e-4, 0.9999);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private double dot(int t, int f, int t2, int f2) {
    double[] values = doubles(raw.values());
    return dot(values, t, f, values, t2, f2);
  }

  private static double dot(double[] a, int t, int f, double[] b, int t2, int f2) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      sum += a[t * FEATURES + f + axis] * b[t2 * FEATURES + f2 + axis];
    }
    return sum;
  }

  /// The signed volume that three vectors span: a reflection would change its sign.
  private static double volume(double[] v) {
    int a = 0;
    int b = FEATURES;
    int c = 2 * FEATURES;
    return v[a] * (v[b + 1] * v[c + 2] - v[b + 2] * v[c + 1])
        - v[a + 1] * (v[b] * v[c + 2] - v[b + 2] * v[c])
        + v[a + 2] * (v[b] * v[c + 1] - v[b + 1] * v[c]);
  }

  @Test
  void warpReadsTheSameCurveAtAnotherPace() {
    float[] ramp = new float[STEPS * FEATURES];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (float) Math.floorDiv(i, FEATURES); // every feature is the number of the step
    }
    float[] warped = new Augmentation(NONE.withWarp(0.5), SCALING).apply(ramp.clone(), rng);
    assertThat(warped).hasSize(ramp.length);
    double farthest = 0;
    for (int t = 0; t < STEPS; t++) {
      float place = warped[t * FEATURES];
      assertThat(warped[t * FEATURES + 5]).isEqualTo(place);
      assertThat(place).isBetween(0f, STEPS - 1f);
      assertThat(t == 0 || place > warped[(t - 1) * FEATURES]).isTrue();
      farthest = Math.max(farthest, Math.abs(place - t));
    }
    assertThat(warped[0]).isZero();
    assertThat(warped[(STEPS - 1) * FEATURES]).isEqualTo(STEPS - 1);
    assertThat(farthest).isGreaterThan(1);
    float[] two = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertThat(new Augmentation(NONE.withWarp(0.5), SCALING).apply(two.clone(), rng))
        .containsExactly(two);
  }

  @Test
  void cropKeepsNeighbouringSteps() {
    boolean shorter = false;
    for (int round = 0; round < 20; round++) {
      float[] kept = new Augmentation(NONE.withCrop(0.6), SCALING).apply(scaled.clone(), rng);
      int steps = kept.length / FEATURES;
      assertThat(steps).isBetween(30, STEPS);
      shorter |= steps < 40;
      int from = 0;
      while (scaled[from * FEATURES] != kept[0]) {
        from++;
      }
      assertThat(kept)
          .containsExactly(Arrays.copyOfRange(scaled, from * FEATURES, (from + steps) * FEATURES));
    }
    assertThat(shorter).isTrue();
    float[] one = {1, 2, 3, 4, 5, 6};
    assertThat(new Augmentation(NONE.withCrop(0.01), SCALING).apply(one.clone(), rng))
        .containsExactly(one);
  }

  @Test
  void dependsOnTheRandomNumbersAlone() {
    AugmentationConfig all = new AugmentationConfig(0.5, 0.1, 0.1, 20, 0.2, 0.8);
    int unchanged = 0;
    for (int round = 0; round < 200; round++) {
      double[] values = changed(all, rng.split(round));
      assertThat(changed(all, rng.split(round))).containsExactly(values);
      unchanged += Arrays.equals(values, changed(NONE)) ? 1 : 0;
    }
    assertThat(unchanged).isBetween(70, 130);
    assertThat(new Augmentation(NONE, SCALING).apply(scaled, rng)).isSameAs(scaled);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> NONE.withJitter(-1))
        .hasMessage("jitter is -1.0, it must be 0 to 10.0");
    assertThatThrownBy(() -> NONE.withRotation(200)).hasMessageContaining("rotation is 200.0");
    assertThatThrownBy(() -> NONE.withCrop(0)).hasMessageContaining("crop is 0.0");
    assertThatThrownBy(() -> NONE.withShare(2)).hasMessageContaining("share is 2.0");
    var two = new SeriesScaling(List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertThatThrownBy(() -> new Augmentation(NONE.withRotation(10), two))
        .hasMessageContaining("a step has 2 features");
  }
}
