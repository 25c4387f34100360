package dev.refrain.nn;

import dev.refrain.autodiff.PackedWeights;
import dev.refrain.kernel.Kernels;
import dev.refrain.nn.init.Initializer;
import dev.refrain.tensor.Precision;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.lang.ref.WeakReference;
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
  private final Rng rng; // null: none are drawn
  private final Map<String, Shape> stored; // null: any may be made
  private final Map<String, Tensor> byName = new LinkedHashMap<>();
  private WeakReference<PackedWeights> packed = new WeakReference<>(null);
  private long packedFingerprint;

  public Parameters(Precision precision, Rng rng) {
    this(precision, rng, null);
  }

  private Parameters(Precision precision, Rng rng, Map<String, Shape> stored) {
    this.precision = precision;
    this.rng = rng;
    this.stored = stored;
  }

  /// Parameters whose numbers are to be read from a file: they are zeros and not drawn at random,
  /// and one that the file does not hold is refused before it takes memory.
  ///
  /// @param stored what the file holds
  public static Parameters toRead(Precision precision, Map<String, Shape> stored) {
    return new Parameters(precision, null, Map.copyOf(stored));
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

  /// These weights packed for use. All who ask share one packing as long as somebody holds it and
  /// the weights are the same numbers; a changed model, trained on since, is packed anew.
  public synchronized PackedWeights packed(Kernels kernels) {
    long fingerprint = 0;
    for (Tensor tensor : byName.values()) {
      fingerprint = 31 * fingerprint + tensor.fingerprint();
    }
    PackedWeights known = packed.get();
    if (known == null || !known.kernels().equals(kernels) || fingerprint != packedFingerprint) {
      known = new PackedWeights(kernels);
      packed = new WeakReference<>(known);
      packedFingerprint = fingerprint;
    }
    return known;
  }

  private void checkStored(String name, Shape shape) {
    Shape found = stored.get(name);
    if (!shape.equals(found)) {
      throw new IllegalArgumentException(
          "the weights hold %s, the configuration needs %s as %s"
              .formatted(found == null ? "no " + name : name + " as " + found, name, shape));
    }
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
    /// @throws IllegalArgumentException if the numbers are to be read, and the file has none of this
    ///     name and shape
    public Tensor parameter(String name, Shape shape, Initializer initializer) {
      String full = path + name;
      if (stored != null) {
        checkStored(full, shape);
      }
      Tensor parameter = Tensor.zeros(precision, shape);
      if (rng != null) {
        initializer.fill(parameter, rng.split(full));
      }
      if (byName.putIfAbsent(full, parameter) != null) {
        throw new IllegalStateException("there are two parameters named " + full);
      }
      return parameter;
    }
  }
}
