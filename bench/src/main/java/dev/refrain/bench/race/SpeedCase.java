package dev.refrain.bench.race;

import java.util.List;

/// Something that Refrain and its peers all can do, whose speed is compared.
public interface SpeedCase {
  /// The contender that is measured against the others.
  String REFRAIN = "refrain";

  /// What most cases are measured against.
  String LIBTORCH = "libtorch";

  /// ONNX Runtime, which does not learn.
  String ONNX = "onnxruntime";

  /// Deeplearning4j, on a class path of its own.
  String DEEPLEARNING4J = "deeplearning4j";

  /// DJL with its PyTorch engine, on a class path of its own.
  String DJL = "djl";

  /// The name to choose it by.
  String id();

  /// What it is, for tables.
  String title();

  /// What is counted, in the plural: characters, target tokens, pairs.
  String unit();

  /// How many of these a step has.
  long workPerStep();

  /// Who can do it beside Refrain; see [Seat].
  List<String> peers();

  /// Whether contenders draw at random what they compute, so that their losses cannot be held against
  /// each other.
  default boolean drawsAtRandom() {
    return false;
  }

  /// One of them, or Refrain, ready to run. Called in the contender's own process.
  Contender enter(String contender, int threads);
}
