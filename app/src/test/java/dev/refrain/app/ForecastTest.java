package dev.refrain.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.refrain.app.Refrain.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `train forecast`, and `evaluate` and `predict` with its models, as a user meets them.
final class ForecastTest {
  private static final int ROWS = 120;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path table;
  private static Path model;

  /// Days with a weekly swing, a price that is known ahead for three more days than the sales.
  @BeforeAll
  static void train() throws IOException {
    List<String> lines = new ArrayList<>(List.of("day,price,\"sold, all\""));
    for (int row = 0; row < ROWS + 3; row++) {
      String sold =
          row < ROWS
              ? String.format(Locale.ROOT, "%.3f", 50 + 20 * Math.sin(row * 0.8976) + row % 5)
              : "";
      lines.add(LocalDate.of(2021, 1, 1).plusDays(row) + "," + (row % 3 + 1) + "," + sold);
    }
    table = Files.write(shared.resolve("sales.csv"), lines);
    model = shared.resolve("sales");
    Path config = shared.resolve("run.yaml");
    Files.writeString(config, "model:\n  series:\n    targets: ['sold, all']\n");
    Outcome outcome =
        training(
                table,
                model,
                "--config",
                config.toString(),
                "--covariates",
                "price",
                "--calendar",
                "weekday",
                "--loss",
                "quantiles")
            .run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.output())
        .contains(
            "sales.csv: 120 rows from 2021-01-01 to 2021-04-30, 1 day apart; season 7",
            "84 rows to learn from (75 windows), 12 held out, 24 for the test, 0 not used",
            "Best validation loss: pinball loss 0.",
            "Try:  ");
  }

  private static Refrain training(Path data, Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "forecast", "--data", data.toString(), "--out", out.toString()));
    words.addAll(List.of("--input", "7", "--horizon", "3", "--hidden", "6", "--epochs", "2"));
    words.addAll(List.of(more));
    return Refrain.command(words.toArray(String[]::new));
  }

  private static Outcome done(Refrain command) {
    Outcome outcome = command.run();
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return outcome;
  }

  @Test
  void measuresBesideTheNaiveForecasts() throws IOException {
    Outcome outcome = done(Refrain.command("evaluate", model + "", "--data", table + "", "--json"));
    JsonNode json = new ObjectMapper().readTree(outcome.output());
    assertThat(json.path("part").asText()).isEqualTo("test");
    assertThat(json.path("from").asText()).isEqualTo("2021-04-07");
    assertThat(json.path("forecasts").asInt()).isEqualTo(22);
    JsonNode target = json.path("targets").path(0);
    assertThat(target.path("target").asText()).isEqualTo("sold, all");
    for (String method : List.of("model", "naive", "seasonal naive")) {
      assertThat(target.path(method).path("scaledMae").asDouble()).as(method).isPositive();
    }
    assertThat(target.path("quantiles")).hasSize(3);
    Outcome text =
        done(Refrain.command("evaluate", model + "", "--data", table + "", "--part", "all"));
    assertThat(text.output())
        .contains("all, 2021-01-01 to 2021-04-30: 111 forecasts of 3 steps; season 7")
        .contains("MSE", "sMAPE", "scaled MAE", "seasonal naive", "quantile 0.9: ");
  }

  @Test
  void forecastsAndDraws() throws IOException {
    Path png = folder.resolve("next.png");
    Outcome outcome =
        done(
            Refrain.command(
                "predict", model + "", "--data", table + "", "--csv", "--plot", png + ""));
    assertThat(outcome.output().lines().toList())
        .hasSize(4)
        .first()
        .isEqualTo("time,\"sold, all\",\"sold, all 0.1\",\"sold, all 0.5\",\"sold, all 0.9\"");
    assertThat(outcome.output().lines().toList().get(3)).startsWith("2021-05-03,");
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(1800);

    Path svg = folder.resolve("past.svg");
    Outcome past =
        done(
            Refrain.command(
                "predict",
                model + "",
                "--data",
                table + "",
                "--from",
                "2021-04-01",
                "--plot",
                svg + ""));
    assertThat(past.output().lines().toList()).hasSize(4);
    assertThat(past.output()).contains("2021-04-03  ", "sold, all truth");
    assertThat(Files.readString(svg)).contains("<svg", "</svg");
  }

  private static void assertRefused(Outcome outcome, int code, String... parts) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(code);
    assertThat(outcome.error()).contains(parts).hasLineCount(1).doesNotContain("Exception");
  }

  @Test
  void whatCannotBeLearnedLeavesNothing() throws IOException {
    Path gap = Files.writeString(folder.resolve("gap.csv"), "t,x\n1,5\n2,6\n3,\n4,8\n");
    Path out = folder.resolve("new");
    assertRefused(
        training(gap, out, "--target", "x").run(),
        1,
        "gap.csv, line 4 has no value in 'x'; fill it in, or choose",
        "previous or linear");
    assertRefused(
        training(gap, out, "--target", "y").run(), 1, "gap.csv has no column 'y'", "t, x");
    assertRefused(training(gap, out).run(), 2, "--target is missing");
    assertThat(out).doesNotExist();
  }

  @Test
  void whatCannotBeForecast() {
    assertRefused(
        Refrain.command("predict", model + "", "--data", table + "", "--horizon", "4").run(),
        2,
        "--horizon is 4, and ",
        "forecasts 1 to 3 steps");
    assertRefused(
        Refrain.command("predict", model + "", "--data", table + "", "--plot", "x.gif").run(),
        2,
        "--plot is 'x.gif', expected a file whose name ends in .svg or .png");
  }
}
