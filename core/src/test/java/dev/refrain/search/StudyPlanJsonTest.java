package dev.refrain.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a description, and where. (That a right one is read as it was written, see
/// [StudyRunTest].)
final class StudyPlanJsonTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"layers": {"integer": [5, 1]}}                       | /layers/integer | layers: the range from 5 to 1 is empty
          {"layers": {"integer": [1]}}                          | /layers/integer | two bounds
          {"layers": {"integer": [1, 2.5]}}                     | /layers/integer | 2.5 is no whole number
          {"layers": {"integer": [0, 5], "scale": "log"}}       | /layers/integer | begins at 1 or more
          {"layers": {}}                                        | /layers         | says no values
          {"layers": {"integer": [1, 5], "real": [1, 5]}}       | /layers         | both integer and real
          {"layers": 3}                                         | /layers         | expected keys and values
          {"rate": {"real": [0, 1], "scale": "log"}}            | /rate/real      | begins above 0
          {"rate": {"real": [0, 1], "scale": "lag"}}            | /rate/scale     | linear, log
          {"rate": {"real": [0, 1], "step": 3}}                 | /rate/step      | there is no key 'step'
          {"rate": {"real": [0, "high"]}}                       | /rate/real      | "high" is no real number
          {"cell": {"choice": []}}                              | /cell/choice    | nothing to choose from
          {"cell": {"choice": ["gru", "gru"]}}                  | /cell/choice    | alike
          {"rate": {"real": [0, 1], "when": "deep"}}            | /rate/when      | is no condition
          {"rate": {"real": [0, 1], "when": "x > y"}}           | /rate/when      | needs a number
          {"rate": {"real": [0, 1], "when": "x > 1"}}           | /rate/when      | neither searched above it nor set
          {"clip": {"real": [0, 1]}}                            | /clip           | also set to 2
          {"a": {"real": [0, 1]}, "a.b": {"real": [0, 1]}}      | /a.b            | a part of the other
          {}                                                    | ^^              | nothing is searched
          """)
  void wrongSpace(String space, String pointer, String what) throws JsonProcessingException {
    assertWrong(
        "{\"space\": %s, \"budget\": {\"steps\": 5}}".formatted(space), "/space" + pointer, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "strategy": {"kind": "tep"}                | /strategy/kind | random, grid, list, sobol, tpe, refine
          "strategy": {"kind": "tpe", "keep": 1}     | /strategy/keep | there is no key 'keep'
          "strategy": {"kind": "refine", "keep": 2}  | /strategy/keep | keep is 2
          "strategy": {"kind": "list"}               | /strategy/points | points is missing
          "strategy": {"kind": "list", "points": [{"depth": 1}]} | /strategy | depth, which is not searched
          "pruning": {"kind": "asha", "eta": 1}      | /pruning/eta   | eta is 1
          "pruned": {"kind": "asha"}                 | /pruned        | there is no key 'pruned'
          "measure": "loss"                          | /measure       | validation-loss
          "seed": 1.5                                | /seed          | whole number
          "budget": {"hours": 1}                     | /budget/hours  | steps, epochs, seconds
          "budget": {"steps": 0}                     | /budget/steps  | steps is 0
          "limits": {"time": "soon"}                 | /limits/time   | such as 90s
          "limits": {"trials": 0}                    | /limits/trials | trials is 0
          """)
  void wrongSearch(String wrong, String pointer, String what) throws JsonProcessingException {
    String budget = wrong.contains("budget") ? "" : "\"budget\": {\"steps\": 5},";
    assertWrong(
        "{\"space\": {\"layers\": {\"integer\": [1, 2]}}, %s %s}".formatted(budget, wrong),
        pointer,
        what);
  }

  private static void assertWrong(String json, String pointer, String what)
      throws JsonProcessingException {
    var tree = (ObjectNode) JSON.readTree(json);
    var constants = (ObjectNode) JSON.readTree("{\"clip\": 2}");
    var subject = new StudySubject("test", Studies.DATA, constants);
    SearchFormatException wrong =
        catchThrowableOfType(
            SearchFormatException.class,
            () -> {
              StudyPlanJson.limits(tree);
              StudyPlanJson.read(tree, subject);
            });
    assertThat(wrong).hasMessageContaining(what);
    assertThat(wrong.pointer()).isEqualTo(pointer);
  }
}
