package dev.refrain.nn;

import dev.refrain.nn.init.Initializer;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// All parameters of a model by name, in the order in which they were made. Names are paths:
/// `encoder.layer0.forward.input_weight`.
///
/// A model is built through a [Scope], which knows the path so far:
///
/// ```java
/// var parameters = new Parameters(Precision.FLOAT32, Rng.seeded(1));
/// Tensor weight = parameters.root().child("output").parameter("weight", shape, Initializers.glorot());
/// ```
///
/// Each parameter's start depends on the seed and its own name alone, not on what was made before.
public final class Parameters {
  private final Precision precision;
  private final Rng rng;
  private final Map<String, Tensor> byName = new LinkedHashMap<>();

  public Parameters(Precision precision, Rng rng) {
    this.precision = precision;
    this.rng = rng;
  }

  /// The kind of numbers that are learned.
  public Precision precision() {
    return precision;
  }

  /// The scope with the empty path.
  public Scope root() {
    return new Scope("");
  }

  /// The parameters by name; the map cannot be changed, the tensors can.
  public Map<String, Tensor> byName() {
    return Collections.unmodifiableMap(byName);
  }

  /// How many numbers there are to learn.
  public long count() {
    return byName.values().stream().mapToLong(t -> t.shape().size()).sum();
  }

  /// A place to make parameters, with a path before their names.
  public final class Scope {
    private final String path;

    private Scope(String path) {
      this.path = path;
    }

    public Scope child(String name) {
      return new Scope(path + name + ".");
    }

    /// Makes a parameter.
    ///
    /// @throws IllegalStateException if the name is taken
    public Tensor parameter(String name, Shape shape, Initializer initializer) {
      String full = path + name;
      Tensor parameter = Tensor.zeros(precision, shape);
      initializer.fill(parameter, rng.split(full));
      if (byName.putIfAbsent(full, parameter) != null) {
        throw new IllegalStateException("there are two parameters named " + full);
      }
      return parameter;
    }
  }
}
