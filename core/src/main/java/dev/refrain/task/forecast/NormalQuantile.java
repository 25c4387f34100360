package dev.refrain.task.forecast;

/// The quantiles of the normal distribution of mean 0 and deviation 1, to about seven digits
/// (Wichura 1988, algorithm AS 241, PPND7).
final class NormalQuantile {
  private NormalQuantile() {}

  /// Below which value a share of the draws lies.
  ///
  /// @param level the share, between 0 and 1
  static double of(double level) {
    double q = level - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q
          * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
          / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
    }
    double r = Math.sqrt(-Math.log(Math.min(level, 1 - level)));
    double magnitude;
    if (r <= 5) {
      r -= 1.6;
      magnitude =
          (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
              / ((0.12021132975 * r + 0.73700164250) * r + 1);
    } else {
      r -= 5;
      magnitude =
          (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
              / ((0.012258202635 * r + 0.24197894225) * r + 1);
    }
    return q < 0 ? -magnitude : magnitude;
  }
}
