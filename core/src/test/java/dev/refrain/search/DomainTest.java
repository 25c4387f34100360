package dev.refrain.search;

import static dev.refrain.search.Studies.number;
import static dev.refrain.search.Studies.text;
import static dev.refrain.search.Studies.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DomainTest {
  @Test
  void everyValueOwnsItsPlace() {
    for (Domain domain :
        List.of(
            IntegerRange.of(-3, 12),
            new IntegerRange(1, 4096, true, 0),
            new Choices(List.of(text("a"), text("b"), text("c"))))) {
      for (JsonNode value : domain.grid()) {
        assertThat(domain.at(domain.place(value))).isEqualTo(value);
        assertThat(domain.contains(value)).isTrue();
      }
      assertThat(domain.at(0)).isEqualTo(domain.grid().getFirst());
      assertThat(domain.at(1)).isEqualTo(domain.grid().getLast());
    }
  }

  @Test
  void everyNumberIsAsLikelyAsEveryOther() {
    Domain domain = IntegerRange.of(1, 4);
    int[] counts = new int[5];
    for (int i = 0; i < 400; i++) {
      counts[domain.at((i + 0.5) / 400).intValue()]++;
    }
    assertThat(counts).containsExactly(0, 100, 100, 100, 100);
  }

  @Test
  void realNumbersHaveFewDigitsAndStayWithinTheRange() {
    RealRange rates = RealRange.log(5e-4, 1e-2);
    assertThat(rates.at(0.5)).isEqualTo(number(0.0022361));
    assertThat(rates.at(0).doubleValue()).isEqualTo(5e-4);
    assertThat(rates.at(1).doubleValue()).isEqualTo(1e-2);
    assertThat(rates.place(number(0.0022361))).isCloseTo(0.5, within(1e-5));
    assertThat(RealRange.of(0, 0.5).at(1.0 / 3)).isEqualTo(number(0.16667));
    assertThat(RealRange.of(3, 3).at(0.7)).isEqualTo(number(3));
    assertThat(new RealRange(0, 1, false, 5).grid())
        .containsExactly(number(0), number(0.25), number(0.5), number(0.75), number(1));
  }

  @Test
  void conditionsDecideWhatPlaysAPart() {
    var constants = JsonNodeFactory.instance.objectNode();
    constants.putObject("optimizer").put("kind", "adam");
    SearchSpace space =
        new SearchSpace(
            List.of(
                Dimension.of("layers", IntegerRange.of(1, 4)),
                Dimension.of("dropout", RealRange.of(0, 1)).when("layers > 1"),
                Dimension.of("mask", new Choices(List.of(text("a")))).when("dropout >= 0.5"),
                Dimension.of("beta", RealRange.of(0, 1)).when("optimizer.kind in [adam, adamw]"),
                Dimension.of("decay", RealRange.of(0, 1)).when("optimizer.kind != adam")),
            constants);
    assertThat(space.point(new double[] {0, 0.9, 0, 0, 0}).values())
        .containsOnlyKeys("layers", "beta");
    assertThat(space.point(new double[] {0.9, 0.1, 0, 0, 0}).values())
        .containsOnlyKeys("layers", "dropout", "beta");
    assertThat(space.point(new double[] {0.9, 0.5, 0, 0, 0}).values())
        .containsOnlyKeys("layers", "dropout", "mask", "beta");
  }

  @Test
  void settingsAreConstantsAndValuesOverThem() {
    var constants = JsonNodeFactory.instance.objectNode();
    constants.putObject("optimizer").put("kind", "adam");
    SearchSpace space =
        new SearchSpace(
            List.of(
                Dimension.of("layers", IntegerRange.of(1, 4)),
                Dimension.of("optimizer.rate", RealRange.of(0, 1))),
            constants);
    var point = new Point(Map.of("layers", whole(2), "optimizer.rate", number(0.5)));
    assertThat(space.settings(point).toString())
        .contains("\"optimizer\":{\"kind\":\"adam\",\"rate\":0.5}", "\"layers\":2");
    assertThat(space.constants().toString()).doesNotContain("rate");
  }

  @Test
  void importanceSeesWhatDecidesAndNotWhatDoesNot() {
    SearchSpace space = Studies.SPACE.plus(Dimension.of("idle", RealRange.of(0, 1)));
    var strategy = new RandomSearch();
    List<Trial> trials =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i -> {
                  Point point = strategy.propose(space, 3, i, List.of());
                  double rate = point.get("optimizer.rate").orElseThrow().doubleValue();
                  return Studies.complete(i, point, Math.abs(Math.log10(rate) + 2));
                })
            .toList();
    Map<String, Double> importance = ParameterImportance.of(space, trials);
    assertThat(importance.keySet().iterator().next()).isEqualTo("optimizer.rate");
    assertThat(importance.get("optimizer.rate")).isGreaterThan(0.6);
    assertThat(importance.get("idle")).isLessThan(0.2);
    assertThat(ParameterImportance.of(space, trials.subList(0, 3))).isEmpty();
  }

  @Test
  void requestsAndOutcomesGoThroughJson() {
    var settings = JsonNodeFactory.instance.objectNode().put("layers", 3);
    for (boolean judged : new boolean[] {true, false}) {
      var request =
          new TrialRequest(7, settings, 9, Budget.epochs(3), Measure.TRAINING_LOSS, 4, judged);
      assertThat(TrialRequest.of(request.toJson())).isEqualTo(request);
    }
    for (TrialOutcome outcome :
        List.of(Studies.outcome(3, 0.5), TrialOutcome.failed("too wide", 2.5))) {
      assertThat(TrialOutcome.of(outcome.toJson())).isEqualTo(outcome);
    }
  }
}
