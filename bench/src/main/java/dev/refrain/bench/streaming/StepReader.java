package dev.refrain.bench.streaming;

/// A stack that reads one sequence step by step.
interface StepReader extends AutoCloseable {

  /// For tables.
  String title();

  /// Takes a step from `x[I]`, with the state carried over, and leaves the output in `h[H]`.
  void step(float[] x, float[] h);

  @Override
  void close();
}
