package dev.refrain.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.refrain.autodiff.GradientCheck;
import dev.refrain.autodiff.Sequences;
import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Devices;
import dev.refrain.kernel.Kernels;
import dev.refrain.kernel.ReferenceKernels;
import dev.refrain.nn.Parameters;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class AttentionTest {
  private static final Kernels DOUBLE = ReferenceKernels.float64();
  private static final List<Kernels> ALL =
      List.of(DOUBLE, ReferenceKernels.float32(), Devices.best());

  private static double tolerance(Scene scene) {
    return scene.isDouble() ? 1e-12 : 1e-5;
  }

  /// The weights of look t by row b, from the equations.
  private static double[] weights(Scene scene, int t, int b) {
    double[] scores = new double[Scene.STEPS];
    double total = 0;
    for (int s = 0; s < scene.lengths()[b]; s++) {
      scores[s] = Math.exp(score(scene, t, b, s));
      total += scores[s];
    }
    for (int s = 0; s < scores.length; s++) {
      scores[s] /= total;
    }
    return scores;
  }

  private static double score(Scene scene, int t, int b, int s) {
    double[] query = row(scene.queries(), t, b);
    double[] step = row(scene.memory(), s, b);
    Map<String, Tensor> parameters = scene.parameters().byName();
    double score = 0;
    switch (scene.attention().kind()) {
      case NONE -> throw new IllegalStateException("no attention");
      case DOT -> score = dot(query, step);
      case GENERAL -> score = dot(query, map(parameters.get("key.weight"), step));
      case ADDITIVE, HARD -> {
        double[] fromQuery = map(parameters.get("query.weight"), query);
        double[] fromKey = map(parameters.get("key.weight"), step);
        for (int a = 0; a < fromKey.length; a++) {
          double sum = fromQuery[a] + fromKey[a] + parameters.get("key.bias").get(a);
          score += parameters.get("score").get(a) * Math.tanh(sum);
        }
      }
    }
    return score;
  }

  private static double[] row(Tensor tensor, int t, int b) {
    int columns = tensor.shape().columns();
    double[] row = new double[columns];
    for (int c = 0; c < columns; c++) {
      row[c] = tensor.get((t * tensor.shape().extent(1) + b) * columns + c);
    }
    return row;
  }

  private static double[] map(Tensor weight, double[] x) {
    double[] y = new double[weight.shape().extent(0)];
    for (int n = 0; n < y.length; n++) {
      for (int k = 0; k < x.length; k++) {
        y[n] += weight.get(n * x.length + k) * x[k];
      }
    }
    return y;
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void looksAreTheEquations(AttentionKind kind) {
    for (Kernels kernels : ALL) {
      Scene scene = Scene.of(kind, kernels);
      try (Tape tape = scene.evaluating()) {
        var memory = scene.attention().remember(tape.constant(scene.memory()), scene.lengths());
        var look = scene.attention().lookAll(memory, tape.constant(scene.queries()));
        assertThat(look.logProbability()).isNull();
        for (int t = 0; t < Scene.LOOKS; t++) {
          for (int b = 0; b < scene.lengths().length; b++) {
            double[] weights = weights(scene, t, b);
            assertThat(row(look.weights().data(), t, b))
                .containsExactly(weights, within(tolerance(scene)));
            for (int s = scene.lengths()[b]; s < Scene.STEPS; s++) {
              assertThat(row(look.weights().data(), t, b)[s]).isZero();
            }
            assertThat(row(look.context().data(), t, b))
                .containsExactly(context(scene, weights, b), within(tolerance(scene)));
          }
        }
      }
    }
  }

  private static double[] context(Scene scene, double[] weights, int b) {
    boolean hard = scene.attention().kind() == AttentionKind.HARD;
    double[] context = new double[scene.memory().shape().columns()];
    int best = 0;
    for (int s = 0; s < weights.length; s++) {
      best = weights[s] > weights[best] ? s : best;
    }
    for (int s = 0; s < weights.length; s++) {
      double share = hard ? s == best ? 1 : 0 : weights[s];
      for (int m = 0; m < context.length; m++) {
        context[m] += share * row(scene.memory(), s, b)[m];
      }
    }
    return context;
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void gradientsEqualCentralDifferences(AttentionKind kind) {
    Scene scene = Scene.of(kind, DOUBLE);
    List<String> seen = new ArrayList<>();
    for (boolean atOnce : new boolean[] {true, false}) {
      for (String part : List.of("context", "weights", "both", "logProbability")) {
        boolean hard = kind == AttentionKind.HARD;
        if (part.equals("logProbability") != hard && !part.equals("weights")) {
          continue; // the choice itself is not continuous
        }
        GradientCheck.Function function =
            (tape, inputs) -> result(scene, inputs.get(0), inputs.get(1), atOnce, part);
        GradientCheck.Result result = GradientCheck.of(function, scene.inputs(), Scene.SEED);
        assertThat(result.within(1e-6))
            .as("%s, at once %s, seed %d: %s", part, atOnce, Scene.SEED, result)
            .isTrue();
        seen.add(part);
      }
    }
    assertThat(seen).hasSize(kind == AttentionKind.HARD ? 4 : 6);
  }

  /// The looks of a scene as one number, or several.
  private static Value result(
      Scene scene, Value memory, Value queries, boolean atOnce, String part) {
    var remembered = scene.attention().remember(memory, scene.lengths());
    if (atOnce) {
      return part(scene.attention().lookAll(remembered, queries), part);
    }
    Value sum = null;
    for (int t = 0; t < Scene.LOOKS; t++) {
      var look = scene.attention().look(remembered, queries.at(t));
      Value next = part(look, part).tanh().scaledBy(t + 1);
      sum = sum == null ? next : sum.plus(next);
    }
    return sum;
  }

  private static Value part(Attention.Look look, String part) {
    return switch (part) {
      case "context" -> look.context();
      case "weights" -> look.weights();
      case "logProbability" -> look.logProbability();
      default -> look.context().tanh().sum().plus(look.weights().times(look.weights()).sum());
    };
  }

  /// Everything that can be had from the looks of a scene in training, by name.
  private static Map<String, double[]> train(Scene scene, boolean atOnce, double garbage) {
    Map<String, double[]> found = new TreeMap<>();
    Scene padded = scene.padded(garbage);
    try (Tape tape = padded.recording()) {
      Value memory = tape.parameter(padded.memory());
      Value queries = tape.parameter(padded.queries());
      Attention attention = padded.attention();
      var remembered = attention.remember(memory, padded.lengths());
      Value loss = null;
      double[] contexts = new double[0];
      if (atOnce) {
        var look = attention.lookAll(remembered, queries);
        contexts = look.context().data().toDoubles();
        loss = loss(look);
      } else {
        List<double[]> each = new ArrayList<>();
        for (int t = 0; t < Scene.LOOKS; t++) {
          var look = attention.look(remembered, queries.at(t));
          each.add(look.context().data().toDoubles());
          loss = loss == null ? loss(look) : loss.plus(loss(look));
        }
        contexts = each.stream().flatMapToDouble(Arrays::stream).toArray();
      }
      tape.backward(loss, 0.3);
      found.put("context", contexts);
      found.put("loss", loss.data().toDoubles());
      found.put("d memory", tape.gradient(padded.memory()).toDoubles());
      found.put("d queries", tape.gradient(padded.queries()).toDoubles());
      padded
          .parameters()
          .byName()
          .forEach((name, tensor) -> found.put(name, tape.gradient(tensor).toDoubles()));
    }
    return found;
  }

  private static Value loss(Attention.Look look) {
    Value loss = part(look, "both");
    return look.logProbability() == null ? loss : loss.plus(look.logProbability().sum());
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void lookingAtOnceIsLookingStepByStep(AttentionKind kind) {
    for (Kernels kernels : ALL) {
      Scene scene = Scene.of(kind, kernels);
      Map<String, double[]> expected = train(scene, false, 0);
      Map<String, double[]> found = train(scene, true, 0);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, numbers) ->
              assertThat(found.get(name))
                  .as("%s, %s, seed %d", name, kernels.description(), Scene.SEED)
                  .containsExactly(numbers, within(10 * tolerance(scene))));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void paddingChangesNoBitAndHasNoGradient(AttentionKind kind) {
    for (Kernels kernels : ALL) {
      Scene scene = Scene.of(kind, kernels, 21, 37, 19);
      Map<String, double[]> expected = train(scene, true, 0);
      Map<String, double[]> found = train(scene, true, 1e6);
      expected.forEach(
          (name, numbers) ->
              assertThat(found.get(name))
                  .as("%s, %s", name, kernels.description())
                  .containsExactly(numbers));
      int columns = scene.memory().shape().columns();
      int batch = scene.lengths().length;
      for (int i = 0; i < Scene.STEPS * batch * columns; i++) {
        boolean padding = i / columns / batch >= scene.lengths()[i / columns % batch];
        assertThat(found.get("d memory")[i] == 0).isEqualTo(padding);
      }
    }
  }

  /// One row in a batch of its own, without padding.
  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void rowAloneSeesTheSame(AttentionKind kind) {
    for (Kernels kernels : ALL) {
      Scene scene = Scene.of(kind, kernels, 21, 37, 19);
      try (Tape tape = scene.evaluating()) {
        Value all = tape.constant(scene.padded(7).memory());
        Value query = tape.constant(scene.queries()).at(0);
        Attention attention = scene.attention();
        var together = attention.look(attention.remember(all, scene.lengths()), query);
        for (int b = 0; b < scene.lengths().length; b++) {
          int length = scene.lengths()[b];
          Value own = Sequences.reorder(all.slice(0, length), new int[] {b});
          var alone = attention.look(attention.remember(own, null), query.slice(b, b + 1));
          assertThat(alone.context().data().toDoubles())
              .as("row %d, %s, seed %d", b, kernels.description(), Scene.SEED)
              .containsExactly(
                  together.context().slice(b, b + 1).data().toDoubles(),
                  within(kind == AttentionKind.DOT ? 0 : tolerance(scene)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void rowsOfABeamShareAMemory(AttentionKind kind) {
    Scene scene = Scene.of(kind, Devices.best());
    int[] sentences = {3, 0, 0, 0, 1, 3};
    try (Tape tape = scene.evaluating()) {
      Attention attention = scene.attention();
      var memory = attention.remember(tape.constant(scene.memory()), scene.lengths());
      Tensor chosen = Tensor.zeros(sentences.length, scene.queries().shape().columns());
      Tensor known = scene.queries().slice(1, 2).reshape(4, chosen.shape().columns());
      for (int r = 0; r < sentences.length; r++) {
        chosen.slice(r, r + 1).copyFrom(known.slice(sentences[r], sentences[r] + 1));
      }
      var beam = memory.forRows(new int[] {0}).forRows(sentences);
      assertThat(beam.rows()).isEqualTo(sentences.length);
      assertThat(beam.steps()).isEqualTo(Scene.STEPS);
      var found = attention.look(beam, tape.constant(chosen));
      var expected = attention.look(memory, tape.constant(known));
      for (int r = 0; r < sentences.length; r++) {
        int b = sentences[r];
        assertThat(found.context().data().slice(r, r + 1).toDoubles())
            .containsExactly(expected.context().data().slice(b, b + 1).toDoubles(), within(1e-6));
        assertThat(found.weights().data().slice(r, r + 1).toDoubles())
            .containsExactly(expected.weights().data().slice(b, b + 1).toDoubles(), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
  void constantsWantNoGradient(AttentionKind kind) {
    Scene scene = Scene.of(kind, DOUBLE);
    double[] expected = train(scene, true, 0).get("d queries");
    try (Tape tape = scene.recording()) {
      var memory = scene.attention().remember(tape.constant(scene.memory()), scene.lengths());
      Value queries = tape.parameter(scene.queries());
      tape.backward(loss(scene.attention().lookAll(memory, queries)), 0.3);
      assertThat(tape.gradient(scene.memory())).isNull();
      assertThat(tape.gradient(scene.queries()).toDoubles()).containsExactly(expected);
    }
    expected = train(scene, true, 0).get("d memory");
    try (Tape tape = scene.recording()) {
      var memory = scene.attention().remember(tape.parameter(scene.memory()), scene.lengths());
      Value queries = tape.constant(scene.queries());
      tape.backward(loss(scene.attention().lookAll(memory, queries)), 0.3);
      assertThat(tape.gradient(scene.queries())).isNull();
      assertThat(tape.gradient(scene.memory()).toDoubles()).containsExactly(expected);
    }
  }

  @Test
  void mistakesAreExplained() {
    Scene scene = Scene.of(AttentionKind.GENERAL, DOUBLE);
    Attention attention = scene.attention();
    var scope = new Parameters(Precision.FLOAT64, Rng.seeded(1)).root();
    try (Tape tape = scene.recording();
        Tape other = scene.recording()) {
      Value memory = tape.constant(scene.memory());
      Value query = tape.constant(scene.queries()).at(0);
      var remembered = attention.remember(memory, scene.lengths());
      refused(
          "'dot' needs queries as wide as the memory, they are 3 and 4 wide",
          () -> Attention.create(AttentionKind.DOT, scope, 3, 4, 0));
      refused(
          "nothing to make of attention 'none'",
          () -> Attention.create(AttentionKind.NONE, scope, 3, 4, 0));
      refused("'hard' has width 0", () -> Attention.create(AttentionKind.HARD, scope, 3, 4, 0));
      refused("memory must be [S, B, 6], it is [4, 3]", () -> attention.remember(query, null));
      refused(
          "2 lengths for a memory [5, 4, 6] of 4 sequences",
          () -> attention.remember(memory, new int[] {1, 2}));
      refused(
          "sequence 1 has length 6, the memory has 5 steps",
          () -> attention.remember(memory, new int[] {1, 6, 1, 1}));
      refused("sequence 3 has length 0", () -> attention.remember(memory, new int[] {1, 5, 1, 0}));
      refused(
          "query must be [4, 3], it is [3, 4, 3]",
          () -> attention.look(remembered, tape.constant(scene.queries())));
      refused("query must be [T, 4, 3], it is [4, 3]", () -> attention.lookAll(remembered, query));
      refused(
          "query must be [4, 3], it is [2, 3]",
          () -> attention.look(remembered, query.slice(0, 2)));
      refused(
          "another tape", () -> attention.look(remembered, other.constant(scene.queries()).at(0)));
      assertThatThrownBy(() -> remembered.forRows(new int[] {0}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("evaluating");
    }
    refused(
        "there is no attention 'luong'; known are none, additive, dot, general, hard",
        () -> AttentionKind.named("luong"));
    assertThat(AttentionKind.named("Hard")).isEqualTo(AttentionKind.HARD);
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void parametersAreNamedAndShaped() {
    Map<String, Shape> shapes = new TreeMap<>();
    Scene.of(AttentionKind.ADDITIVE, DOUBLE)
        .parameters()
        .byName()
        .forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    assertThat(shapes)
        .isEqualTo(
            Map.of(
                "query.weight", Shape.of(4, 3),
                "key.weight", Shape.of(4, 6),
                "key.bias", Shape.of(4),
                "score", Shape.of(4)));
  }
}
