package dev.refrain.app;

import picocli.CommandLine.Option;

/// What is done to series before they are read: options of `train classification`. Only picocli writes
/// the fields, and [Settings] reads what they were given.
@SuppressWarnings("UnusedVariable") // read by name, through Sets
final class SeriesTreatmentOptions {
  @Option(
      names = "--scaling",
      paramLabel = "KIND",
      description =
          "To which size features are brought: standard (mean 0, deviation 1), pooled (the same for"
              + " all together), range (0 to 1) or none. Default: standard.")
  @Sets("model.series.scaling")
  private String scaling;

  @Option(
      names = "--missing",
      paramLabel = "KIND",
      description =
          "Where a value is missing: refuse, drop (the step), zero, previous or linear. Default:"
              + " refuse.")
  @Sets("model.series.missing")
  private String missing;
}
