package dev.refrain.kernel;

import dev.refrain.tensor.Matrix;

/// What a device must be able to compute for attention: rows that look at the steps of sequences.
///
/// Letters: R rows that look, S steps, B sequences. A [Reach] says which steps count for each row;
/// the others are never read, so padding may hold anything. Windows, threads and errors are as in
/// [Kernels], and columns must lie side by side.
public interface AttentionKernels {

  /// What additive scores are computed from, or the gradients of all that.
  ///
  /// @param queries `[R, A]`
  /// @param keys `[S·B, A]`
  /// @param vector `[1, A]`
  record Additive(Matrix queries, Matrix keys, Matrix vector) {}

  /// Additive scores (Bahdanau, Cho & Bengio 2014): `scores[R, S]` = Σ over A of `vector ⊙
  /// tanh(queries + keys)`; 0 beyond the reach.
  void additiveScores(Additive operands, Reach reach, Matrix scores);

  /// The gradients of [#additiveScores], which computes tanh again. Each is `+=`; what several rows
  /// add comes in their order.
  void additiveScoresBackward(Additive operands, Reach reach, Matrix dScores, Additive gradients);

  /// `dots[R, S] = queries[R, F] · steps[S·B, F]`; 0 beyond the reach.
  void dots(Matrix queries, Matrix steps, Reach reach, Matrix dots);

  /// `mixed[R, F]` = Σ over S of `weights[R, S] · steps[S·B, F]`, or `+=` when `accumulate`.
  void mix(Matrix weights, Matrix steps, Reach reach, Matrix mixed, boolean accumulate);

  /// `steps[S·B, F] += weights[R, S] · values[R, F]`, the gradient of [#mix] and of [#dots]. What
  /// several rows add to a step comes in their order.
  void addOuter(Matrix weights, Matrix values, Reach reach, Matrix steps);

  /// Softmax of each row of `scores[R, S]` over its reach; 0 beyond. `weights` may be `scores`.
  void softmax(Matrix scores, Reach reach, Matrix weights);

  /// The gradient of [#softmax]: `dScores[R, S]` = `w ⊙ (dw − Σ dw ⊙ w)`; 0 beyond the reach.
  /// `dScores` may be `dWeights`.
  void softmaxBackward(Matrix weights, Matrix dWeights, Reach reach, Matrix dScores);
}
