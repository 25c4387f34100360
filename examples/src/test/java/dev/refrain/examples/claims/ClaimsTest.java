package dev.refrain.examples.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.refrain.nn.cell.CellKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs every claim and holds the outcome that `docs/claims.md` tells; its tables and pictures are
/// written to `target/claims`.
@Tag("slow")
class ClaimsTest {
  private static final Path FOLDER = Path.of("target", "claims");
  private static final int SEEDS = 3;

  private final List<String> table = new ArrayList<>();

  private static LongStream seeds(int count) {
    return LongStream.rangeClosed(1, count);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library of its own
  private void row(String format, Object... cells) {
    table.add(String.format(Locale.ROOT, format, cells));
  }

  private void write(String name, LineChart picture) throws IOException {
    Files.createDirectories(FOLDER);
    Files.write(FOLDER.resolve(name + ".md"), table);
    if (picture != null) {
      Files.writeString(FOLDER.resolve(name + ".svg"), picture.svg());
    }
  }

  private static double median(List<Double> numbers) {
    return numbers.stream().sorted().toList().get(numbers.size() / 2);
  }

  private static String each(List<Double> numbers, String format) {
    return String.join(
        ", ", numbers.stream().map(n -> String.format(Locale.ROOT, format, n)).toList());
  }

  @Test
  void gradientsVanishUnlessAGateIsOpen() throws IOException {
    var picture =
        new LineChart(
            "|d loss / d x| by distance, networks as they start", "steps back", true, 1e-28, 10);
    row(
        "| network | gradient from 100 steps back, at the start | accuracy, trained at 100 at once"
            + " | by a curriculum |");
    row("| --- | ---: | ---: | ---: |");
    for (VanishingGradients.Net net : VanishingGradients.Net.values()) {
      List<VanishingGradients.Outcome> atOnce =
          seeds(SEEDS).mapToObj(seed -> VanishingGradients.run(net, false, seed)).toList();
      List<VanishingGradients.Outcome> curriculum =
          seeds(SEEDS).mapToObj(seed -> VanishingGradients.run(net, true, seed)).toList();
      List<Double> norms = atOnce.getFirst().start();
      picture.line(net.title(), norms.stream().map(n -> n / norms.getFirst()).toList());
      double reach = median(atOnce.stream().map(o -> o.reach()).toList());
      List<Double> accuracies = atOnce.stream().map(o -> o.accuracy()).toList();
      List<Double> taught = curriculum.stream().map(o -> o.accuracy()).toList();
      row(
          "| %s | %.0e | %s | %s |",
          net.title(), reach, each(accuracies, "%.2f"), each(taught, "%.2f"));
      switch (net) {
        case ELMAN -> assertThat(reach).isLessThan(1e-20);
        case ELMAN_ORTHOGONAL -> assertThat(reach).isBetween(1e-12, 1e-4);
        case LSTM_0, GRU -> assertThat(reach).isLessThan(1e-10);
        case LSTM -> assertThat(reach).isBetween(1e-6, 1e-2);
        case LSTM_5, GRU_5 -> assertThat(reach).isGreaterThan(0.1);
      }
      boolean open = net == VanishingGradients.Net.LSTM_5 || net == VanishingGradients.Net.GRU_5;
      assertThat(accuracies).allMatch(a -> open ? a > 0.98 : a < 0.35);
    }
    write("vanishing-gradients", picture);
  }

  @Test
  void clippingTamesExplodingGradients() throws IOException {
    var picture =
        new LineChart("Length of the gradient, plain tanh", "training step", true, 1e-4, 100);
    row("| network | clipping | longest gradient | accuracy after 300 steps |");
    row("| --- | --- | ---: | ---: |");
    for (CellKind cell : List.of(CellKind.ELMAN, CellKind.ELMAN_RELU)) {
      double scale = cell == CellKind.ELMAN ? 1 : 2;
      for (boolean clipped : new boolean[] {false, true}) {
        List<ExplodingGradients.Outcome> outcomes =
            seeds(5).mapToObj(seed -> ExplodingGradients.run(cell, scale, clipped, seed)).toList();
        List<Double> accuracies = outcomes.stream().map(o -> o.accuracy()).toList();
        row(
            "| %s, orthogonal × %.0f | %s | %s | %s |",
            cell,
            scale,
            clipped ? "to length 1" : "none",
            each(outcomes.stream().map(o -> o.longest()).toList(), "%.1e"),
            each(accuracies, "%.2f"));
        if (cell == CellKind.ELMAN) {
          picture.line(clipped ? "clipped to 1" : "not clipped", outcomes.getFirst().norms());
        }
        assertThat(accuracies).allMatch(a -> clipped ? a > 0.98 : a < 0.6);
      }
    }
    write("exploding-gradients", picture);
  }

  @Test
  void anLstmCountsOn() throws IOException {
    row("| cell | words with n ≤ %d told right | right up to n = |", Counting.TRAINED);
    row("| --- | ---: | ---: |");
    List<List<Double>> reaches = new ArrayList<>();
    for (CellKind cell : List.of(CellKind.LSTM, CellKind.GRU)) {
      List<Counting.Outcome> outcomes =
          seeds(SEEDS).mapToObj(seed -> Counting.run(cell, seed)).toList();
      reaches.add(outcomes.stream().map(o -> (double) o.reach()).toList());
      row(
          "| %s | %s | %s |",
          cell,
          each(outcomes.stream().map(o -> o.within()).toList(), "%.2f"),
          each(reaches.getLast(), "%.0f"));
    }
    write("counting", null);
    assertThat(reaches.getFirst()).allMatch(n -> n > Counting.TRAINED);
    assertThat(median(reaches.getFirst())).isGreaterThan(median(reaches.getLast()));
  }

  @Test
  void bothDirectionsSolveWhatForwardCannot() throws IOException {
    row("| reader | right answers |");
    row("| --- | ---: |");
    for (BothDirections.Reader reader : BothDirections.Reader.values()) {
      List<Double> shares =
          seeds(SEEDS).mapToObj(seed -> BothDirections.run(reader, seed)).toList();
      row("| %s | %s |", reader.title(), each(shares, "%.3f"));
      boolean blind = reader == BothDirections.Reader.FORWARD;
      assertThat(shares).allMatch(s -> blind ? s > 0.45 && s < 0.55 : s > 0.99);
    }
    write("both-directions", null);
  }

  @Test
  void anOrthogonalStartHelpsARectifierMostOfTheTime() throws IOException {
    row(
        "| network, length | start | steps until the error is halved, 5 seeds | error after 2,000"
            + " steps |");
    row("| --- | --- | ---: | ---: |");
    var picture =
        new LineChart(
            "Adding problem of 80 steps, rectifier, mean of five",
            "50 training steps",
            false,
            0,
            0.2);
    List<Double> medians = new ArrayList<>();
    for (CellKind cell : List.of(CellKind.ELMAN, CellKind.ELMAN_RELU)) {
      int length = cell == CellKind.ELMAN ? 40 : 80;
      for (String start : List.of("fan-in-uniform", "orthogonal")) {
        List<List<Double>> runs =
            seeds(5).mapToObj(seed -> OrthogonalStart.run(cell, start, length, seed)).toList();
        row(
            "| %s, %d | %s | %s | %s |",
            cell,
            length,
            start,
            String.join(
                ", ",
                runs.stream()
                    .map(OrthogonalStart::halfway)
                    .map(step -> step < 0 ? "never" : step.toString())
                    .toList()),
            each(runs.stream().map(List::getLast).toList(), "%.3f"));
        medians.add(
            median(
                runs.stream()
                    .map(run -> (double) OrthogonalStart.halfway(run))
                    .map(step -> step < 0 ? Double.MAX_VALUE : step)
                    .toList()));
        if (cell == CellKind.ELMAN_RELU) {
          picture.line(
              start,
              IntStream.range(0, runs.getFirst().size())
                  .mapToObj(i -> runs.stream().mapToDouble(r -> r.get(i)).average().orElseThrow())
                  .toList());
        }
      }
    }
    write("orthogonal-start", picture);
    assertThat(medians.get(3)).as("rectifier, orthogonal").isLessThan(0.6 * medians.get(2));
  }
}
