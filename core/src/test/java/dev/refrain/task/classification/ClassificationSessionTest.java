package dev.refrain.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.refrain.data.DataException;
import dev.refrain.data.series.Series;
import dev.refrain.data.series.SeriesSet;
import dev.refrain.nn.cell.CellKind;
import dev.refrain.nn.readout.ReadoutKind;
import dev.refrain.nn.recurrent.RecurrentConfig;
import dev.refrain.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// After each step a session says what the classifier says of what has come so far.
final class ClassificationSessionTest {
  private static ClassificationModel model(InputKind input, ReadoutKind readout, boolean forward) {
    ClassificationConfig config = Toys.small(input).withReadout(readout);
    if (forward) {
      config = config.withRecurrent(RecurrentConfig.of(CellKind.GRU, 8, 5));
    }
    ClassificationCorpus corpus =
        input == InputKind.TEXT
            ? ClassificationCorpus.ofTexts("toy", Toys.texts(40, 1), Toys.texts(4, 2), config)
            : ClassificationCorpus.ofSeries(Toys.series(40, 1), Toys.series(4, 2), config);
    return ClassificationModel.create(config, corpus, Rng.seeded(3));
  }

  private static double[] doubles(Classification found) {
    return found.probabilities().stream().mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @EnumSource(value = ReadoutKind.class, names = "ATTENTION", mode = EnumSource.Mode.EXCLUDE)
  void saysOfTheBeginningOfATextWhatTheClassifierSays(ReadoutKind readout) {
    ClassificationModel model = model(InputKind.TEXT, readout, true);
    Classifier classifier = Classifier.of(model);
    ClassificationSession session = model.openSession();
    String soFar = "";
    for (String word : List.of("the", "film", "was", "moving", "unheard", "indeed")) {
      soFar = soFar.isEmpty() ? word : soFar + " " + word;
      Classification expected = classifier.classify(soFar);
      assertThat(session.push(word).toDoubles()).containsExactly(doubles(expected), offset(1e-5));
      assertThat(session.label()).isEqualTo(expected.label());
    }
    assertThat(session.steps()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(value = ReadoutKind.class, names = "ATTENTION", mode = EnumSource.Mode.EXCLUDE)
  void saysOfTheBeginningOfASeriesWhatTheClassifierSays(ReadoutKind readout) {
    ClassificationModel model = model(InputKind.SERIES, readout, true);
    Classifier classifier = Classifier.of(model);
    ClassificationSession session = model.openSession();
    float[] values = {101, 0.2f, 112, -0.4f, 118, 1.3f, 133, 0.1f};
    ClassificationSession fork = null;
    for (int t = 1; t <= 4; t++) {
      Series beginning = new Series(Arrays.copyOf(values, 2 * t), 2, null, null, "here");
      SeriesSet set = new SeriesSet("live", List.of("height", "noise"), List.of(beginning));
      double[] expected = doubles(classifier.classify(set).getFirst());
      session.push(values[2 * t - 2], values[2 * t - 1]);
      assertThat(session.probabilities().toDoubles()).containsExactly(expected, offset(1e-5));
      if (t == 2) {
        fork = session.fork();
        assertThat(fork.probabilities().toDoubles()).containsExactly(expected, offset(1e-5));
      }
    }
    fork.push(values[4], values[5]);
    fork.push(values[6], values[7]);
    double[] there = session.probabilities().toDoubles();
    assertThat(fork.probabilities().toDoubles()).containsExactly(there);
    session.reset();
    assertThat(session.push(101, 0.2f).toDoubles()).isNotEqualTo(there);
  }

  @Test
  void refusals() {
    assertThatThrownBy(model(InputKind.TEXT, ReadoutKind.ATTENTION, true)::openSession)
        .hasMessageContaining("attention reads out the whole");
    assertThatThrownBy(model(InputKind.TEXT, ReadoutKind.LAST, false)::openSession)
        .hasMessageContaining("also reads against time");
    ClassificationSession session = model(InputKind.SERIES, ReadoutKind.LAST, true).openSession();
    assertThatThrownBy(() -> session.push(1))
        .isInstanceOf(DataException.class)
        .hasMessage("1 values for a step, the model reads 2: [height, noise]");
    assertThatThrownBy(() -> session.push(1, Float.NaN))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("The value of noise is NaN");
    assertThatThrownBy(() -> session.push("text")).hasMessage("the model reads series, not texts");
  }
}
