package dev.refrain.nn.init;

import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The distributions that weights start from. Of a weight `[out, in]` the fans are `out` and `in`;
/// more axes count with `out`, and a vector `[n]` has both fans n.
public final class Initializers {
  private static final Map<String, Supplier<Initializer>> PLAIN = plain();
  private static final Pattern NAME = Pattern.compile("([a-z-]+)(?:\\(([^()]*)\\))?");

  private Initializers() {}

  private static Map<String, Supplier<Initializer>> plain() {
    Map<String, Supplier<Initializer>> plain = new LinkedHashMap<>();
    plain.put("glorot-uniform", Initializers::glorotUniform);
    plain.put("glorot-normal", Initializers::glorotNormal);
    plain.put("xavier-uniform", Initializers::glorotUniform);
    plain.put("xavier-normal", Initializers::glorotNormal);
    plain.put("he-uniform", Initializers::heUniform);
    plain.put("he-normal", Initializers::heNormal);
    plain.put("fan-in-uniform", Initializers::fanInUniform);
    plain.put("orthogonal", Initializers::orthogonal);
    plain.put("zeros", Initializers::zeros);
    return plain;
  }

  /// The initializer that a configuration names: `orthogonal`, `glorot-uniform` …, or one with a
  /// number: `uniform(0.1)`, `normal(0.02)`, `constant(1)`.
  ///
  /// @throws IllegalArgumentException that lists the known names if this is none
  public static Initializer named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (matcher.matches()) {
      String argument = matcher.group(2);
      if (argument == null) {
        Supplier<Initializer> plain = PLAIN.get(matcher.group(1));
        if (plain != null) {
          return plain.get();
        }
      } else {
        switch (matcher.group(1)) {
          case "uniform" -> {
            return uniform(number(name, argument));
          }
          case "normal" -> {
            return normal(number(name, argument));
          }
          case "constant" -> {
            return constant(number(name, argument));
          }
          default -> {}
        }
      }
    }
    throw new IllegalArgumentException(
        "unknown initializer '%s'; known are %s, uniform(range), normal(deviation), constant(value)"
            .formatted(name, String.join(", ", PLAIN.keySet())));
  }

  private static double number(String name, String argument) {
    try {
      return Double.parseDouble(argument.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "initializer '%s': '%s' is not a number".formatted(name, argument), e);
    }
  }

  public static Initializer zeros() {
    return constant(0);
  }

  /// Every element the same.
  public static Initializer constant(double value) {
    return (parameter, rng) -> {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.set(i, value);
      }
    };
  }

  /// Uniform in `[-range, range)`.
  public static Initializer uniform(double range) {
    checkNotNegative("range", range);
    return (parameter, rng) -> {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.set(i, rng.nextDouble(-range, range));
      }
    };
  }

  /// Normal with mean 0.
  public static Initializer normal(double deviation) {
    checkNotNegative("deviation", deviation);
    return (parameter, rng) -> {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.set(i, deviation * rng.nextGaussian());
      }
    };
  }

  /// Uniform with the variance `2 / (in + out)`: keeps the variance of signals and of gradients
  /// about the same through a linear layer (Glorot & Bengio 2010, also known by his first name,
  /// Xavier). Without the gain for tanh that some libraries multiply by.
  public static Initializer glorotUniform() {
    return (parameter, rng) ->
        uniform(Math.sqrt(3) * glorotDeviation(parameter)).fill(parameter, rng);
  }

  /// Normal with the variance `2 / (in + out)` (Glorot & Bengio 2010).
  public static Initializer glorotNormal() {
    return (parameter, rng) -> normal(glorotDeviation(parameter)).fill(parameter, rng);
  }

  /// Uniform with the variance `2 / in`: keeps the variance of signals through layers of relu (He
  /// et al. 2015).
  public static Initializer heUniform() {
    return (parameter, rng) -> uniform(Math.sqrt(6.0 / fanIn(parameter))).fill(parameter, rng);
  }

  /// Normal with the variance `2 / in` (He et al. 2015).
  public static Initializer heNormal() {
    return (parameter, rng) -> normal(Math.sqrt(2.0 / fanIn(parameter))).fill(parameter, rng);
  }

  /// Uniform in `±1 / √in`, what PyTorch gives a linear layer; the variance is `1 / (3 · in)`.
  public static Initializer fanInUniform() {
    return (parameter, rng) -> uniform(1 / Math.sqrt(fanIn(parameter))).fill(parameter, rng);
  }

  /// A random orthogonal matrix (Saxe, McClelland & Ganguli 2014): a product with it keeps
  /// lengths, so neither signals nor gradients grow or fade on their way through time. Of a matrix
  /// that is not square the shorter side is orthonormal.
  public static Initializer orthogonal() {
    return orthogonal(1);
  }

  /// A random orthogonal matrix times `gain`.
  public static Initializer orthogonal(double gain) {
    return new Orthogonal(gain);
  }

  /// For gates stacked as `[G·H, H]`: each of the `blocks` matrices `[H, H]` orthogonal on its own.
  public static Initializer orthogonalBlocks(int blocks) {
    return blocks(blocks, orthogonal());
  }

  /// Cuts a parameter `[n·R, ..]` into n blocks of R rows and starts each on its own, with the
  /// fans of one block.
  public static Initializer blocks(int blocks, Initializer each) {
    if (blocks < 1) {
      throw new IllegalArgumentException(blocks + " blocks, there must be at least 1");
    }
    return (parameter, rng) -> {
      int rows = parameter.shape().extent(0);
      if (rows % blocks != 0) {
        throw new IllegalArgumentException(
            "a parameter %s cannot be cut into %d equal blocks of rows"
                .formatted(parameter.shape(), blocks));
      }
      int height = rows / blocks;
      for (int block = 0; block < blocks; block++) {
        each.fill(parameter.slice(block * height, (block + 1) * height), rng.split(block));
      }
    };
  }

  private static double glorotDeviation(Tensor parameter) {
    return Math.sqrt(2.0 / ((double) fanIn(parameter) + fanOut(parameter)));
  }

  private static int fanIn(Tensor parameter) {
    return Math.max(1, parameter.shape().columns());
  }

  private static int fanOut(Tensor parameter) {
    Shape shape = parameter.shape();
    return Math.max(1, shape.rank() < 2 ? shape.columns() : shape.rows());
  }

  private static void checkNotNegative(String what, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("a " + what + " of " + value + ", it must be at least 0");
    }
  }
}
