package dev.refrain.bench.golden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/// Follows three small parameters through five steps of every optimizer of `torch::optim`.
///
/// All start from the same parameters and see the same gradients, which do not depend on the
/// parameters. PyTorch's C++ library has no Adadelta; that case is computed with [TensorAdadelta].
final class OptimizerGolden {
  private static final int STEPS = 5;
  private static final Map<String, long[]> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put("matrix", new long[] {2, 3});
    SHAPES.put("vector", new long[] {5});
    SHAPES.put("scalar", new long[] {1});
  }

  /// A step of an optimizer over parameters whose gradients have been set.
  @FunctionalInterface
  private interface Stepper {
    void step();
  }

  /// @param settings named as PyTorch names them, in the order of its documentation
  private record OptimizerCase(
      String name, Map<String, Double> settings, Function<List<Tensor>, Stepper> create) {}

  private OptimizerGolden() {}

  static ObjectNode describe(long seed) {
    var random = new SeededTensors(seed);
    Map<String, Tensor> start = draw(random, 1.0);
    var gradients = new ArrayList<Map<String, Tensor>>();
    for (int step = 0; step < STEPS; step++) {
      // A wide range of sizes: adaptive rates and ε are exercised.
      gradients.add(draw(random, Math.pow(10, 1 - step)));
    }

    var json = JsonNodeFactory.instance.objectNode();
    json.set("start", named(start));
    var gradientsJson = json.putArray("gradients");
    gradients.forEach(gradient -> gradientsJson.add(named(gradient)));
    var cases = json.putArray("cases");
    for (OptimizerCase optimizer : cases()) {
      var entry = cases.addObject();
      entry.put("optimizer", optimizer.name());
      var settings = entry.putObject("settings");
      optimizer.settings().forEach(settings::put);
      var after = entry.putArray("after");
      follow(optimizer, start, gradients).forEach(after::add);
    }
    return json;
  }

  private static List<ObjectNode> follow(
      OptimizerCase optimizer, Map<String, Tensor> start, List<Map<String, Tensor>> gradients) {
    var parameters = new LinkedHashMap<String, Tensor>();
    start.forEach((name, tensor) -> parameters.put(name, tensor.clone().set_requires_grad(true)));
    Stepper stepper = optimizer.create().apply(List.copyOf(parameters.values()));
    var after = new ArrayList<ObjectNode>();
    for (Map<String, Tensor> gradient : gradients) {
      parameters.forEach((name, tensor) -> tensor.mutable_grad().put(gradient.get(name).clone()));
      stepper.step();
      after.add(named(parameters));
    }
    return after;
  }

  private static List<OptimizerCase> cases() {
    return List.of(
        sgd("sgd", 0.1, 0, 0, false),
        sgd("sgd-weight-decay", 0.1, 0, 0.05, false),
        sgd("momentum", 0.1, 0.9, 0, false),
        sgd("nesterov", 0.1, 0.9, 0, true),
        adagrad("adagrad", 0.1),
        rmsprop("rmsprop", 0.01, 0.99, 0),
        rmsprop("rmsprop-momentum", 0.01, 0.9, 0.9),
        adadelta("adadelta", 1.0),
        adam("adam", 0.01, 0),
        adam("adam-weight-decay", 0.01, 0.05),
        adamw("adamw", 0.01, 0.05));
  }

  private static OptimizerCase sgd(
      String name, double rate, double momentum, double decay, boolean nesterov) {
    var settings = new LinkedHashMap<String, Double>();
    settings.put("lr", rate);
    settings.put("momentum", momentum);
    settings.put("weight_decay", decay);
    return new OptimizerCase(
        name,
        settings,
        parameters -> {
          var options = new SGDOptions(rate);
          options.momentum().put(momentum);
          options.weight_decay().put(decay);
          options.nesterov().put(nesterov);
          return stepper(new SGD(vector(parameters), options));
        });
  }

  private static OptimizerCase adagrad(String name, double rate) {
    var settings = new LinkedHashMap<String, Double>();
    settings.put("lr", rate);
    settings.put("eps", new AdagradOptions().eps().get());
    return new OptimizerCase(
        name,
        settings,
        parameters -> stepper(new Adagrad(vector(parameters), new AdagradOptions(rate))));
  }

  private static OptimizerCase rmsprop(String name, double rate, double alpha, double momentum) {
    var settings = new LinkedHashMap<String, Double>();
    settings.put("lr", rate);
    settings.put("alpha", alpha);
    settings.put("eps", new RMSpropOptions().eps().get());
    settings.put("momentum", momentum);
    return new OptimizerCase(
        name,
        settings,
        parameters -> {
          var options = new RMSpropOptions(rate);
          options.alpha().put(alpha);
          options.momentum().put(momentum);
          return stepper(new RMSprop(vector(parameters), options));
        });
  }

  private static OptimizerCase adadelta(String name, double rate) {
    double rho = 0.9;
    double epsilon = 1e-6;
    var settings = new LinkedHashMap<String, Double>();
    settings.put("lr", rate);
    settings.put("rho", rho);
    settings.put("eps", epsilon);
    return new OptimizerCase(
        name,
        settings,
        parameters -> {
          var optimizer = new TensorAdadelta(parameters, rate, rho, epsilon);
          return optimizer::step;
        });
  }

  private static OptimizerCase adam(String name, double rate, double decay) {
    return new OptimizerCase(
        name,
        adamSettings(rate, new AdamOptions().eps().get(), decay),
        parameters -> {
          var options = new AdamOptions(rate);
          options.weight_decay().put(decay);
          return stepper(new Adam(vector(parameters), options));
        });
  }

  private static OptimizerCase adamw(String name, double rate, double decay) {
    return new OptimizerCase(
        name,
        adamSettings(rate, new AdamWOptions().eps().get(), decay),
        parameters -> {
          var options = new AdamWOptions(rate);
          options.weight_decay().put(decay);
          return stepper(new AdamW(vector(parameters), options));
        });
  }

  private static Map<String, Double> adamSettings(double rate, double epsilon, double decay) {
    var settings = new LinkedHashMap<String, Double>();
    settings.put("lr", rate);
    // PyTorch's defaults, which are left as they are.
    settings.put("beta1", 0.9);
    settings.put("beta2", 0.999);
    settings.put("eps", epsilon);
    settings.put("weight_decay", decay);
    return settings;
  }

  private static Stepper stepper(Optimizer optimizer) {
    return () -> {
      try (var _ = new NoGradGuard()) {
        optimizer.step();
      }
    };
  }

  private static TensorVector vector(List<Tensor> parameters) {
    return new TensorVector(parameters.toArray(Tensor[]::new));
  }

  private static Map<String, Tensor> draw(SeededTensors random, double bound) {
    var tensors = new LinkedHashMap<String, Tensor>();
    SHAPES.forEach((name, shape) -> tensors.put(name, random.uniform(bound, shape)));
    return tensors;
  }

  private static ObjectNode named(Map<String, Tensor> tensors) {
    var json = new NamedTensors();
    tensors.forEach(json::put);
    return json.json();
  }
}
