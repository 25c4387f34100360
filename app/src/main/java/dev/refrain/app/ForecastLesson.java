package dev.refrain.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.refrain.task.forecast.ForecastModel;
import dev.refrain.task.forecast.ForecastTask;
import dev.refrain.task.forecast.SeriesSplit;
import dev.refrain.task.forecast.TimeSeries;
import dev.refrain.train.DataFingerprint;
import dev.refrain.train.ModelWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A forecasting model and the series that it learns.
///
/// @param file the table, as it was given
record ForecastLesson(String file, TimeSeries series, ForecastModel model, ForecastTask task)
    implements Lesson {

  @Override
  public DataFingerprint data() {
    return series.fingerprint();
  }

  @Override
  public ModelWriter openWriter(
      Path folder, long seed, int shards, ObjectNode extra, ModelWriter.IfExists ifExists)
      throws IOException {
    return model.openWriter(folder, seed, shards, extra, ifExists);
  }

  @Override
  public List<String> remarks() {
    SeriesSplit split = model.config().split().of(series);
    List<String> remarks = new ArrayList<>(series.remarks());
    remarks.add(
        "%s: %,d rows from %s to %s, %s apart; season %s"
            .formatted(
                file,
                series.length(),
                series.time().label(0),
                series.time().label(series.length() - 1),
                series.time().usualSpace(),
                model.profile().season() == 1 ? "none" : model.profile().season()));
    remarks.add(
        "%,d rows to learn from (%,d windows), %,d held out, %,d for the test, %,d not used"
            .formatted(
                split.validation(),
                task.windows(),
                split.test() - split.validation(),
                split.end() - split.test(),
                series.length() - split.end()));
    return remarks;
  }

  /// What the trainer counts: its predictions.
  @Override
  public String unit() {
    return "values";
  }

  @Override
  public String loss(double loss) {
    return switch (model.config().loss()) {
      case SQUARED -> scaled("squared error %.4f", loss);
      case ABSOLUTE -> scaled("absolute error %.4f", loss);
      case HUBER -> scaled("Huber loss %.4f", loss);
      case QUANTILES -> scaled("pinball loss %.4f", loss);
      case GAUSSIAN -> String.format(Locale.ROOT, "%.4f nats per value", loss);
    };
  }

  private static String scaled(String format, double loss) {
    return String.format(Locale.ROOT, format, loss) + " in scaled units";
  }

  @Override
  public Optional<String> sample() {
    return Optional.empty();
  }

  @Override
  public String next(String folder) {
    return "evaluate %s --data %s".formatted(folder, ShellWord.quoted(file));
  }
}
