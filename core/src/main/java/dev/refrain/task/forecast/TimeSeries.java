package dev.refrain.task.forecast;

import dev.refrain.data.DataException;
import dev.refrain.train.DataFingerprint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// Numbers over time: one or several targets, and covariates that may be known beyond the last of
/// them. Nothing is missing in it.
///
/// ```java
/// TimeSeries series = TimeSeries.read(Path.of("airline.csv"), SeriesConfig.of("Passengers"));
/// ```
public final class TimeSeries {
  private final String name;
  private final DataFingerprint fingerprint;
  private final TimeAxis time;
  private final List<String> targetNames;
  private final int covariates;
  private final int length;
  private final int known;
  private final double[] targets; // [length, D]
  private final double[] covariateValues; // [known, K]
  private final List<String> remarks;

  /// @param time of all rows whose covariates are known
  /// @param targets `[length, D]`, row by row
  /// @param covariateValues `[rows of time, covariates]`, row by row
  /// @param remarks what had to be mended
  TimeSeries(
      DataFingerprint fingerprint,
      TimeAxis time,
      List<String> targetNames,
      double[] targets,
      int covariates,
      double[] covariateValues,
      List<String> remarks) {
    this.name = fingerprint.name();
    this.fingerprint = fingerprint;
    this.time = time;
    this.targetNames = List.copyOf(targetNames);
    this.covariates = covariates;
    this.length = targets.length / targetNames.size();
    this.known = time.length();
    this.targets = targets;
    this.covariateValues = covariateValues;
    this.remarks = List.copyOf(remarks);
  }

  /// Reads the columns of a table: CSV, TSV or JSON Lines, which gzip may have compressed. Rows at
  /// its end that have covariates but no target are the future of the covariates.
  ///
  /// @throws DataException if the file or its rows cannot be used
  public static TimeSeries read(Path file, SeriesConfig config) {
    return SeriesReader.read(file, config);
  }

  /// One target at the times 0, 1, 2 …
  ///
  /// @param name what the series is called in messages
  /// @throws IllegalArgumentException if a value is not finite
  public static TimeSeries of(String name, String target, double... values) {
    var bytes = ByteBuffer.allocate(Double.BYTES * values.length);
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a value of the series is " + value);
      }
      bytes.putDouble(value);
    }
    return new TimeSeries(
        DataFingerprint.of(name, bytes.array()),
        TimeAxis.numbered(values.length),
        List.of(target),
        values.clone(),
        0,
        new double[0],
        List.of());
  }

  /// What the series is called in messages: its file's name.
  public String name() {
    return name;
  }

  /// Which data these are.
  public DataFingerprint fingerprint() {
    return fingerprint;
  }

  /// The times of the rows.
  public TimeAxis time() {
    return time;
  }

  /// The names of the targets.
  public List<String> targets() {
    return targetNames;
  }

  /// How many rows have targets.
  public int length() {
    return length;
  }

  /// How many rows have covariates: at least [#length].
  public int known() {
    return known;
  }

  /// The value of target `target` in row `row`.
  public double target(int row, int target) {
    return targets[row * targetNames.size() + target];
  }

  double covariate(int row, int covariate) {
    return covariateValues[row * covariates + covariate];
  }

  /// What was mended as the series was read, a sentence each.
  public List<String> remarks() {
    return remarks;
  }

  /// A complaint about this series.
  ///
  /// @param what is wrong with it, and the remedy
  DataException bad(String what) {
    return new DataException(name + " " + what);
  }
}
