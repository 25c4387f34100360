package dev.refrain.data.series;

import static dev.refrain.config.Checks.require;

import dev.refrain.tensor.Rng;

/// Changes scaled series as an [AugmentationConfig] says. Factors and rotation act in the units of
/// the file, where axes of one place have one unit and gravity has its direction.
public final class Augmentation {
  private static final int AXES = 3;

  /// Between how many points the speed of time changes evenly.
  private static final int WARP_PIECES = 4;

  private final AugmentationConfig config;
  private final double[] shift; // [F]
  private final double[] factor; // [F]

  /// @param scaling that was applied to the series
  /// @throws IllegalArgumentException if axes are to be turned and the features do not come in threes
  public Augmentation(AugmentationConfig config, SeriesScaling scaling) {
    int features = scaling.features();
    require(
        config.rotation() == 0 || features % AXES == 0,
        "rotation turns axes in threes, x, y and z, but a step has %d features; leave it out",
        features);
    this.config = config;
    this.shift = scaling.shift().stream().mapToDouble(Double::doubleValue).toArray();
    this.factor = scaling.factor().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// F.
  public int features() {
    return factor.length;
  }

  /// A changed copy, or the series itself if nothing is to be changed.
  ///
  /// @param values `[T, F]`, scaled, without missing values
  /// @param rng what is drawn from; give each series its own, so that draws do not depend on others
  /// @return `[T', F]`; T' is less than T where the series is cropped, and at least 1
  public float[] apply(float[] values, Rng rng) {
    if (!config.active() || rng.nextDouble() >= config.share()) {
      return values;
    }
    float[] changed = values.clone();
    if (config.crop() < 1) {
      changed = crop(changed, rng);
    }
    if (config.warp() > 0) {
      changed = warp(changed, rng);
    }
    if (config.scaling() > 0) {
      scale(changed, rng);
    }
    if (config.rotation() > 0) {
      rotate(changed, rotation(rng));
    }
    if (config.jitter() > 0) {
      for (int i = 0; i < changed.length; i++) {
        changed[i] += (float) (config.jitter() * rng.nextGaussian());
      }
    }
    return changed;
  }

  private float[] crop(float[] values, Rng rng) {
    int features = factor.length;
    int steps = values.length / features;
    int kept = (int) Math.max(1, Math.round(steps * rng.nextDouble(config.crop(), 1)));
    int from = rng.nextInt(steps - kept + 1);
    float[] part = new float[kept * features];
    System.arraycopy(values, from * features, part, 0, part.length);
    return part;
  }

  /// Reads the series at places that run unevenly from its first step to its last; between two steps
  /// on the straight line.
  private float[] warp(float[] values, Rng rng) {
    int features = factor.length;
    int steps = values.length / features;
    if (steps < 3) {
      return values;
    }
    double[] speeds = new double[WARP_PIECES + 1];
    for (int i = 0; i < speeds.length; i++) {
      speeds[i] = Math.exp(config.warp() * rng.nextGaussian());
    }
    double[] places = new double[steps];
    for (int t = 1; t < steps; t++) {
      double along = WARP_PIECES * (t - 0.5) / (steps - 1);
      int piece = (int) along;
      double part = along - piece;
      places[t] = places[t - 1] + (1 - part) * speeds[piece] + part * speeds[piece + 1];
    }
    double end = places[steps - 1];
    float[] warped = new float[values.length];
    for (int t = 0; t < steps; t++) {
      double place = Math.min(places[t] / end * (steps - 1), steps - 1);
      int before = (int) Math.min(place, steps - 2);
      float part = (float) (place - before);
      for (int f = 0; f < features; f++) {
        float from = values[before * features + f];
        warped[t * features + f] = from + part * (values[(before + 1) * features + f] - from);
      }
    }
    return warped;
  }

  private void scale(float[] values, Rng rng) {
    int features = factor.length;
    for (int f = 0; f < features; f++) {
      double times = 1 + config.scaling() * rng.nextGaussian();
      for (int i = f; i < values.length; i += features) {
        values[i] = scaled(f, times * unscaled(f, values[i]));
      }
    }
  }

  private double unscaled(int feature, float value) {
    return value / factor[feature] + shift[feature];
  }

  private float scaled(int feature, double value) {
    return (float) ((value - shift[feature]) * factor[feature]);
  }

  /// A rotation by up to the largest angle around an axis that points anywhere (Rodrigues' formula),
  /// `[3, 3]` by rows.
  private double[] rotation(Rng rng) {
    double x = rng.nextGaussian();
    double y = rng.nextGaussian();
    double z = rng.nextGaussian();
    double length = Math.max(Math.sqrt(x * x + y * y + z * z), Double.MIN_NORMAL);
    x /= length;
    y /= length;
    z /= length;
    double angle = Math.toRadians(rng.nextDouble(-config.rotation(), config.rotation()));
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double d = 1 - c;
    return new double[] {
      c + x * x * d,
      x * y * d - z * s,
      x * z * d + y * s,
      y * x * d + z * s,
      c + y * y * d,
      y * z * d - x * s,
      z * x * d - y * s,
      z * y * d + x * s,
      c + z * z * d
    };
  }

  private void rotate(float[] values, double[] rotation) {
    int features = factor.length;
    double[] turned = new double[AXES];
    for (int i = 0; i < values.length; i += AXES) {
      int f = i % features;
      for (int row = 0; row < AXES; row++) {
        turned[row] = 0;
        for (int axis = 0; axis < AXES; axis++) {
          turned[row] += rotation[row * AXES + axis] * unscaled(f + axis, values[i + axis]);
        }
      }
      for (int axis = 0; axis < AXES; axis++) {
        values[i + axis] = scaled(f + axis, turned[axis]);
      }
    }
  }
}
