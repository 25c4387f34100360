package dev.refrain.autodiff;

import dev.refrain.kernel.Kernels;
import dev.refrain.tensor.Matrix;
import dev.refrain.tensor.Rng;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Storage;
import dev.refrain.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/// One step of computation: operations record themselves on it, [#backward] runs them in reverse,
/// and closing it gives all its buffers back to the pool. A tape belongs to one thread.
///
/// ```java
/// try (var tape = Tape.recording(kernels, pool, rng)) {
///   Value loss = model.loss(tape, batch);
///   tape.backward(loss, 1.0 / batch.tokens());
///   Tensor gradient = tape.gradient(parameter);   // valid until the tape is closed
/// }
/// ```
public final class Tape implements AutoCloseable {
  private final Kernels kernels;
  private final BufferPool pool;
  private final Rng rng;
  private final boolean recording;
  private final PackedWeights packed; // null: weights are packed on each tape anew
  private TapeLists lists; // null once closed

  private Tape(Kernels kernels, BufferPool pool, Rng rng, boolean recording, PackedWeights packed) {
    if (kernels.precision() != pool.precision()) {
      throw new IllegalArgumentException(
          "kernels of %s with a pool of %s".formatted(kernels.precision(), pool.precision()));
    }
    this.kernels = kernels;
    this.pool = pool;
    this.rng = rng;
    this.recording = recording;
    this.packed = packed;
    lists = pool.takeSpare(TapeLists.class, TapeLists::new);
  }

  /// A tape for training: gradients can be had, and dropout draws its masks from `rng`.
  public static Tape recording(Kernels kernels, BufferPool pool, Rng rng) {
    return new Tape(kernels, pool, rng, true, null);
  }

  /// A tape for using a model: nothing is kept for a way back, and dropout is off.
  public static Tape evaluating(Kernels kernels, BufferPool pool) {
    return new Tape(kernels, pool, null, false, null);
  }

  /// A tape for using a model whose weights are packed already, or will be at their first use.
  public static Tape evaluating(PackedWeights packed, BufferPool pool) {
    return new Tape(packed.kernels(), pool, null, false, packed);
  }

  /// A tape for what is computed beside a step without a way back, with the same buffers; to be
  /// closed before this one.
  public Tape beside() {
    return new Tape(kernels, pool, null, false, packed);
  }

  public Kernels kernels() {
    return kernels;
  }

  /// Whether this is a training step: dropout and its kin apply, and gradients can be had.
  public boolean training() {
    return recording;
  }

  /// The random numbers of this training step.
  ///
  /// @throws IllegalStateException on an evaluating tape, where nothing may be random
  public Rng rng() {
    if (rng == null) {
      throw new IllegalStateException("an evaluating tape has no random numbers");
    }
    return rng;
  }

  /// A tensor from the pool, valid until this tape is closed. **Not cleared.**
  public Tensor allocate(Shape shape) {
    return Tensor.over(take(Storage.LEAD + shape.size()), Storage.LEAD, shape);
  }

  /// A tensor from the pool, valid until this tape is closed. **Not cleared.**
  public Tensor allocate(int... extents) {
    return allocate(Shape.of(extents));
  }

  private Storage take(int length) {
    checkOpen();
    Storage storage = pool.take(length);
    lists.buffers.add(storage);
    return storage;
  }

  /// A working object that an operation would otherwise make anew for each use, such as the windows
  /// and calls of a time loop: one that `owner` had on an earlier tape of the same pool, kernels and
  /// kind, or a new one. Until this tape is closed nobody else gets it; what it held then it may
  /// still hold.
  ///
  /// @param owner compared by identity; all it asks for must be of one class
  public <T> T reuse(Object owner, Supplier<T> make) {
    checkOpen();
    var kind = new TapeLists.Kind(owner, kernels, recording);
    T thing = pool.takeSpare(kind, make);
    lists.kinds.add(kind);
    lists.reused.add(thing);
    return thing;
  }

  /// A tensor of zeros from the pool, valid until this tape is closed.
  public Tensor zeros(Shape shape) {
    Tensor tensor = allocate(shape);
    kernels.fill(Matrix.of(tensor), 0);
    return tensor;
  }

  /// Room for a packed right operand of `depth × columns`; see [Kernels#pack].
  public Storage packing(int depth, int columns) {
    return take(kernels.packedLength(depth, columns));
  }

  /// Room for the packing of a value that stays on the tape; [#scratch] does not give it back.
  Storage lastingPacking(int depth, int columns) {
    checkOpen();
    Storage storage = pool.take(kernels.packedLength(depth, columns));
    lists.lasting.add(storage);
    return storage;
  }

  /// The weights packed for all tapes that use the model, or null.
  PackedWeights packedWeights() {
    return packed;
  }

  /// Whether a tensor is a parameter on this tape.
  boolean isParameter(Tensor data) {
    return lists.parameters.containsKey(data);
  }

  /// Computes something and gives back what it took, such as one step of many that use the same
  /// parameters: they stay on the tape, and packed. Tensors that `work` made must not be used
  /// afterwards.
  ///
  /// @throws IllegalStateException on a recording tape, where the way back needs everything
  public void scratch(Runnable work) {
    if (recording) {
      throw new IllegalStateException("a recording tape keeps everything for the way back");
    }
    checkOpen();
    int buffers = lists.buffers.size();
    int reused = lists.reused.size();
    try {
      work.run();
    } finally {
      lists.giveBackFrom(buffers, reused, pool);
    }
  }

  /// Puts data on the tape for which no gradient is wanted.
  public Value constant(Tensor data) {
    return new Value(this, data, false);
  }

  /// Puts a parameter on the tape. The same tensor gives the same value, so a weight used twice
  /// gathers one gradient.
  public Value parameter(Tensor data) {
    checkOpen();
    Value value = lists.parameters.get(data);
    if (value == null) {
      value = new Value(this, data, recording);
      lists.parameters.put(data, value);
    }
    return value;
  }

  /// The gradient gathered for a parameter, or null if the loss does not depend on it.
  public Tensor gradient(Tensor parameter) {
    checkOpen();
    Value value = lists.parameters.get(parameter);
    return value == null || !value.gradientStarted() ? null : value.gradient();
  }

  /// The gradient gathered for a parameter in parts that cost less to use than the whole. If it is
  /// null, [#gradient] has to tell.
  public UnwrittenGradient unwrittenGradient(Tensor parameter) {
    checkOpen();
    Value value = lists.parameters.get(parameter);
    return value == null ? null : value.unwrittenGradient();
  }

  /// Puts the result of an operation on the tape. `backward` is kept only if the tape records and
  /// one of the inputs wants a gradient.
  public Value record(Tensor result, List<Value> inputs, BackwardOf backward) {
    checkOpen();
    boolean differentiable = false;
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      if (input.tape() != this) {
        throw new IllegalArgumentException(
            input + " is of another tape; all inputs of an operation must be of the same");
      }
      differentiable |= input.differentiable();
    }
    Value value = new Value(this, result, differentiable);
    if (differentiable) {
      lists.record(value, backward);
    }
    return value;
  }

  /// The way back of an operation with one result, given that result: `dy` is
  /// `result.gradient()`.
  @FunctionalInterface
  public interface BackwardOf {
    void run(Value result);
  }

  /// Records a way back for an operation with several results, made with [#result]. It always
  /// runs, so it must ask [Value#gradientStarted] of each result.
  public void recordAll(Backward backward) {
    checkOpen();
    lists.record(null, result -> backward.run());
  }

  /// A result of an operation that records its way back by [#recordAll].
  public Value result(Tensor data, boolean differentiable) {
    return new Value(this, data, recording && differentiable);
  }

  /// Runs all ways back in reverse, from `d loss = seed` for a loss of one element.
  ///
  /// @throws IllegalStateException if this tape does not record
  public void backward(Value loss, double seed) {
    if (loss.shape().size() != 1) {
      throw new IllegalArgumentException("the loss must be one number, it is " + loss.shape());
    }
    Tensor gradient = allocate(loss.shape());
    kernels.fill(Matrix.of(gradient), seed);
    backward(loss, gradient);
  }

  /// Runs all ways back in reverse, from the gradient `seed` of `result`, whose memory is used up.
  ///
  /// @throws IllegalStateException if this tape does not record
  public void backward(Value result, Tensor seed) {
    checkOpen();
    if (!recording) {
      throw new IllegalStateException("this tape does not record, so it has no way back");
    }
    if (!result.differentiable()) {
      return; // depends on no parameter
    }
    result.addGradient(seed);
    for (int i = lists.recorded - 1; i >= 0; i--) {
      lists.entries.get(i).runBack();
    }
    lists.forgetEntries();
  }

  private void checkOpen() {
    if (lists == null) {
      throw new IllegalStateException("this tape is closed");
    }
  }

  /// Gives all buffers back to the pool; tensors of this tape must not be used any more.
  @Override
  public void close() {
    if (lists != null) {
      lists.giveBackAll(pool);
      lists = null;
    }
  }
}
