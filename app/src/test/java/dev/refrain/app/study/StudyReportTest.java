package dev.refrain.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.refrain.data.table.TableFile;
import dev.refrain.data.table.TableReader;
import dev.refrain.search.StudyEnd;
import dev.refrain.search.StudyEvent;
import dev.refrain.search.StudyEvent.Closed;
import dev.refrain.search.StudyEvent.Progressed;
import dev.refrain.search.StudyHistory;
import dev.refrain.search.Trial;
import dev.refrain.search.TrialState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page and the table of a study.
final class StudyReportTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  @TempDir private Path folder;

  private String page(List<StudyEvent> events, boolean live) throws IOException {
    StudyReport.write(
        folder, Studies.plan(), StudyHistory.of(events), live, trial -> "train " + Studies.SCRIPT);
    return Files.readString(folder.resolve(StudyReport.PAGE));
  }

  private static JsonNode data(String page) throws IOException {
    return new JsonMapper().readTree(one(DATA, page).group(1));
  }

  private static MatchResult one(Pattern pattern, String text) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.get(field).asText())
        .toList();
  }

  @Test
  void pageNeedsNothingButItself() throws Exception {
    String page = page(Studies.lecture(), false);
    String ours = CODE.matcher(page).replaceAll("");
    assertThat(ours).doesNotContain("{{", "<link", "<img", "<iframe", "@import");
    assertThat(ours).doesNotContainPattern("(?i)(src|href|action)\\s*=").doesNotContain("url(");

    String policy =
        one(Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\""), page).group(1);
    assertThat(policy).startsWith("default-src 'none';").doesNotContain("http", "*");
    List<String> scripts = CODE.matcher(page).results().map(script -> script.group(1)).toList();
    assertThat(scripts).hasSize(2);
    for (String script : scripts) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    assertThat(scripts.getFirst()).contains("Licensed to the Apache Software Foundation");
  }

  @Test
  void textIsNeverMarkup() throws IOException {
    String page = page(Studies.lecture(), false);
    assertThat(page.split("<script", -1)).as("its own scripts and data").hasSize(3 + 1);
    assertThat(page.split("</script", -1)).hasSize(3 + 1);
    assertThat(page).doesNotContain("<script>alert");
    JsonNode data = data(page);
    assertThat(data.at("/trials/5/cells/7").textValue()).isEqualTo(Studies.SCRIPT);
    assertThat(data.at("/trials/0/command").textValue()).isEqualTo("train " + Studies.SCRIPT);
    assertThat(data.at("/dimensions/4/choices/2").textValue()).isEqualTo(Studies.SCRIPT);
  }

  @Test
  void dataHaveTheNumbersOfTheTrials() throws IOException {
    List<StudyEvent> events = Studies.lecture();
    JsonNode data = data(page(events, true));
    List<String> keys = texts(data.get("columns"), "key");
    assertThat(keys)
        .containsExactly(
            "trial",
            "round",
            "state",
            "layers",
            "units",
            "optimizer.rate",
            "model.recurrent.dropout",
            "model.recurrent.cell",
            "loss",
            "trainingLoss",
            "steps",
            "seconds",
            "parameters",
            "peakMemory",
            "seed",
            "reason");
    List<Trial> trials = StudyHistory.of(events).trials();
    assertThat(data.get("trials")).hasSameSizeAs(trials);
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      JsonNode cells = data.get("trials").get(i).get("cells");
      assertThat(cells.get(0).intValue()).isEqualTo(trial.number());
      for (String path : keys.subList(3, 8)) {
        JsonNode value = trial.values().get(path).orElse(null);
        JsonNode cell = cells.get(keys.indexOf(path));
        assertThat(cell.isNull() ? null : cell).as(path).isEqualTo(value);
      }
      assertThat(number(cells.get(8)))
          .isEqualTo(trial.ended().map(StudyEvent.Ended::value).orElse(OptionalDouble.empty()));
      assertThat(number(cells.get(9)))
          .isEqualTo(
              trial.ended().map(StudyEvent.Ended::trainingLoss).orElse(OptionalDouble.empty()));
      assertThat(cells.get(14).textValue()).isEqualTo(Long.toString(trial.seed()));
      assertThat(data.get("trials").get(i).at("/training/loss")).hasSameSizeAs(trial.progress());
    }
    assertThat(data.get("best").intValue()).isEqualTo(8);
    assertThat(data.at("/rounds/1/bounds/layers").toString()).isEqualTo("[2,7]");
    assertThat(texts(data.get("importance"), "path"))
        .containsExactlyInAnyOrderElementsOf(Studies.plan().space().bounds().keySet());
    assertThat(cellsOf(data, "state"))
        .containsExactly(
            "complete",
            "complete",
            "pruned",
            "complete",
            "failed",
            "complete",
            "complete",
            "complete",
            "pruned",
            "complete",
            "complete",
            "running");
  }

  private static OptionalDouble number(JsonNode cell) {
    return cell.isNull() ? OptionalDouble.empty() : OptionalDouble.of(cell.doubleValue());
  }

  private static List<String> cellsOf(JsonNode data, String key) {
    int column = texts(data.get("columns"), "key").indexOf(key);
    return StreamSupport.stream(data.get("trials").spliterator(), false)
        .map(trial -> trial.get("cells").get(column).asText())
        .toList();
  }

  @Test
  void csvIsTheTable() throws IOException {
    JsonNode data = data(page(Studies.lecture(), true));
    List<String> keys = texts(data.get("columns"), "key");
    try (TableReader rows = TableFile.of(folder.resolve(StudyReport.TABLE)).open()) {
      for (JsonNode trial : data.get("trials")) {
        assertThat(rows.next()).isTrue();
        for (int i = 0; i < keys.size(); i++) {
          JsonNode cell = trial.get("cells").get(i);
          assertThat(rows.text(rows.column(keys.get(i))))
              .as("%s of trial %s", keys.get(i), trial.get("cells").get(0))
              .isEqualTo(cell.isNull() ? "" : cell.asText());
        }
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void studyWithoutTrialsHasAPage() throws IOException {
    JsonNode data = data(page(List.of(), true));
    assertThat(data.get("trials")).isEmpty();
    assertThat(data.get("importance")).isEmpty();
    assertThat(data.has("best")).isFalse();
    assertThat(data.at("/state/kind").asText()).isEqualTo("running");
    assertThat(data.get("reload").intValue()).isPositive();
    assertThat(Files.readAllLines(folder.resolve(StudyReport.TABLE))).hasSize(1);
  }

  @Test
  void studyOfFailuresHasNoBest() throws IOException {
    List<StudyEvent> events = new ArrayList<>(List.of(Studies.round(1)));
    for (int trial = 1; trial <= 5; trial++) {
      events.add(Studies.started(trial, 1, trial, 30));
      events.add(Studies.ended(trial, TrialState.FAILED, Double.NaN, 0));
    }
    events.add(new Closed(StudyEnd.TRIALS, Instant.parse("2026-11-30T01:00:00Z")));
    JsonNode data = data(page(events, false));
    assertThat(data.has("best")).isFalse();
    assertThat(cellsOf(data, "state")).containsOnly("failed");
    assertThat(cellsOf(data, "reason")).allMatch(reason -> reason.contains("NaN"));
    assertThat(data.at("/state/kind").asText()).isEqualTo("ended");
    assertThat(data.get("reload").intValue()).isZero();
  }

  @Test
  void studyThatWasKilledSaysSo() throws IOException {
    JsonNode data = data(page(Studies.lecture(), false));
    assertThat(data.at("/state/kind").asText()).isEqualTo("cut");
    assertThat(cellsOf(data, "state").getLast()).isEqualTo("cut");
  }

  @Test
  void longCurvesAreThinned() throws IOException {
    int count = 20_000;
    List<StudyEvent> events =
        new ArrayList<>(List.of(Studies.round(1), Studies.started(1, 1, 3, 248)));
    double sum = 0;
    for (int step = 1; step <= count; step++) {
      double loss = 3 + Math.sin(step);
      sum += loss;
      OptionalDouble validation = step % 10 == 0 ? OptionalDouble.of(step) : OptionalDouble.empty();
      events.add(
          new Progressed(
              1, step, step / 1e3, loss, validation, step / 1e2, Instant.EPOCH.plusSeconds(step)));
    }
    String page = page(events, true);
    JsonNode data = data(page);
    assertThat(one(DATA, page).group(1).length()).isLessThan(40_000);
    JsonNode training = data.at("/trials/0/training");
    assertThat(training.get("loss")).hasSize(200);
    assertThat(training.get("step").get(199).intValue()).isEqualTo(count);
    double mean =
        StreamSupport.stream(training.get("loss").spliterator(), false)
            .mapToDouble(JsonNode::doubleValue)
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(sum / count, within(1e-4));
    JsonNode validation = data.at("/trials/0/validation");
    assertThat(validation.get("loss")).hasSize(200);
    assertThat(validation.get("loss").get(0).intValue()).isEqualTo(10);
    assertThat(validation.get("loss").get(199).intValue()).isEqualTo(count);
    Set<Integer> steps = new HashSet<>();
    validation.get("step").forEach(step -> steps.add(step.intValue()));
    assertThat(steps).as("each point once").hasSize(200);
  }

  @Test
  void manyCurvesHaveFewerPoints() throws IOException {
    List<StudyEvent> events = new ArrayList<>(List.of(Studies.round(1)));
    for (int trial = 1; trial <= 1000; trial++) {
      events.add(Studies.started(trial, 1, 3, 100));
      events.addAll(Studies.progress(trial, 3, 3.2, 5000));
    }
    String page = page(events, true);
    assertThat(data(page).at("/trials/0/training/loss")).hasSize(40);
    assertThat(page.length()).isLessThan(6_000_000);
  }

  @Test
  void folderHoldsTheTwoFilesAlone() throws IOException {
    page(List.of(), true);
    page(Studies.lecture(), true);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("study.html", "trials.csv");
    }
  }
}
