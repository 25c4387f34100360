package dev.refrain.nn.attention;

import dev.refrain.autodiff.Tape;
import dev.refrain.autodiff.Value;
import dev.refrain.kernel.Reach;
import dev.refrain.nn.Linear;
import dev.refrain.nn.Parameters;
import dev.refrain.nn.init.Initializers;
import dev.refrain.tensor.Shape;
import dev.refrain.tensor.Tensor;
import java.util.Arrays;

/// Attention over the steps of padded sequences: a query is scored against each step, and the steps
/// are mixed by the softmax of their scores. A look is one operation on the tape.
///
/// With query `q[B,Q]`, memory `m[S,B,M]`, and W·x for x·Wᵀ, the score of step s is
///
/// - additive: `v · tanh(Wq·q + Wk·m + b)` with Wq `[A,Q]`, Wk `[A,M]`, b and v `[A]` (Bahdanau, Cho &
///   Bengio 2014, who have no b);
/// - dot: `q · m`, with Q = M; general: `q · W·m` with W `[Q,M]` (Luong, Pham & Manning 2015);
/// - hard: as additive, but a single step is taken instead of the mixture (Xu et al. 2015). In
///   training it is drawn by its weight, with the tape's random numbers; learning needs
///   [Look#logProbability] then, since no gradient flows through the choice. Else it is the most
///   likely one.
///
/// What depends on the memory alone (Wk·m + b, W·m) is computed once, by [#remember].
public final class Attention {
  private final AttentionKind kind;
  private final int querySize;
  private final int memorySize;
  private final Linear queries; // null: as they are
  private final Linear keys; // null: the memory itself
  private final Tensor vector; // null: scores are dot products

  private Attention(
      AttentionKind kind,
      int querySize,
      int memorySize,
      Linear queries,
      Linear keys,
      Tensor vector) {
    this.kind = kind;
    this.querySize = querySize;
    this.memorySize = memorySize;
    this.queries = queries;
    this.keys = keys;
    this.vector = vector;
  }

  /// Makes the parameters: `query.weight`, `key.weight`, `key.bias` and `score` for additive and
  /// hard attention, `key.weight` for general attention, none for dots.
  ///
  /// @param query the width of queries, Q
  /// @param memory the width of the memory, M
  /// @param width A, of the layer within additive scores; the others have none
  /// @throws IllegalArgumentException if the widths do not fit the kind, or the kind is none
  public static Attention create(
      AttentionKind kind, Parameters.Scope scope, int query, int memory, int width) {
    return switch (kind) {
      case NONE ->
          throw new IllegalArgumentException(
              "there is nothing to make of attention 'none'; do without an Attention");
      case DOT -> {
        if (query != memory) {
          throw new IllegalArgumentException(
              "attention 'dot' needs queries as wide as the memory, they are %d and %d wide;"
                      .formatted(query, memory)
                  + " 'general' takes any");
        }
        yield new Attention(kind, query, memory, null, null, null);
      }
      case GENERAL -> {
        Linear keys =
            Linear.create(scope.child("key"), memory, query, false, Initializers.glorotUniform());
        yield new Attention(kind, query, memory, null, keys, null);
      }
      case ADDITIVE, HARD -> additive(kind, scope, query, memory, width);
    };
  }

  private static Attention additive(
      AttentionKind kind, Parameters.Scope scope, int query, int memory, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(
          "attention '%s' has width %d, it must be at least 1".formatted(kind, width));
    }
    Linear queries =
        Linear.create(scope.child("query"), query, width, false, Initializers.glorotUniform());
    Linear keys =
        Linear.create(scope.child("key"), memory, width, true, Initializers.glorotUniform());
    Tensor vector = scope.parameter("score", Shape.of(width), Initializers.fanInUniform());
    return new Attention(kind, query, memory, queries, keys, vector);
  }

  public AttentionKind kind() {
    return kind;
  }

  /// What is to be looked at, with its keys. Looks on the same tape gather the gradients of both;
  /// the way back of the keys' projection then runs once.
  ///
  /// @param memory `[S, B, M]`; what stands in the padding changes nothing, if it is finite, and
  ///     its gradient is exactly zero
  /// @param lengths of the B sequences; null if all are full
  /// @throws IllegalArgumentException if the shapes do not fit, or a length is not in 1 … S
  public Memory remember(Value memory, int[] lengths) {
    Shape shape = memory.shape();
    if (shape.rank() != 3 || shape.columns() != memorySize) {
      throw new IllegalArgumentException(
          "the memory must be [S, B, %d], it is %s".formatted(memorySize, shape));
    }
    int[] valid = new int[shape.extent(1)];
    Arrays.fill(valid, shape.extent(0));
    if (lengths != null) {
      checkLengths(lengths, shape);
      valid = lengths.clone();
    }
    return new Memory(memory, keys == null ? memory : keys.apply(memory), valid, Reach.of(valid));
  }

  private static void checkLengths(int[] lengths, Shape memory) {
    if (lengths.length != memory.extent(1)) {
      throw new IllegalArgumentException(
          "%d lengths for a memory %s of %d sequences"
              .formatted(lengths.length, memory, memory.extent(1)));
    }
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] > memory.extent(0)) {
        throw new IllegalArgumentException(
            "sequence %d has length %d, the memory has %d steps"
                .formatted(b, lengths[b], memory.extent(0)));
      }
    }
  }

  /// One look by each row.
  ///
  /// @param query `[B, Q]`
  /// @throws IllegalArgumentException if the shape does not fit, or the tape is not the memory's
  public Look look(Memory memory, Value query) {
    check(memory, query, 2);
    return look(memory, memory.reach, query);
  }

  /// All looks of all rows at once, where no query depends on what an earlier look saw. In meaning
  /// T times [#look], also in the random numbers of hard attention.
  ///
  /// @param queries `[T, B, Q]`
  /// @throws IllegalArgumentException as [#look]
  public Look lookAll(Memory memory, Value queries) {
    check(memory, queries, 3);
    return look(memory, memory.reach.repeated(queries.shape().extent(0)), queries);
  }

  private void check(Memory memory, Value query, int rank) {
    Shape shape = query.shape();
    if (shape.rank() != rank
        || shape.columns() != querySize
        || shape.extent(rank - 2) != memory.rows()) {
      throw new IllegalArgumentException(
          "the query must be [%s%d, %d], it is %s"
              .formatted(rank == 3 ? "T, " : "", memory.rows(), querySize, shape));
    }
    if (query.tape() != memory.values.tape()) {
      throw new IllegalArgumentException(
          "the query is of another tape than the memory; both must be of the same");
    }
  }

  private Look look(Memory memory, Reach reach, Value query) {
    Value rows = queries == null ? query : queries.apply(query);
    Value scorer = vector == null ? null : query.tape().parameter(vector);
    var weighing = new Weighing(rows, memory.keys, scorer, reach);
    return kind == AttentionKind.HARD
        ? HardChoice.of(query, weighing.weights(), memory.values, reach)
        : weighing.mixed(query, memory.values);
  }

  /// What rows see of a memory. In the shapes, [#lookAll] has T as a further axis outermost.
  ///
  /// @param query `[B, Q]`, what was scored against the steps
  /// @param context `[B, M]`, the steps mixed by their weights; for hard attention the one taken
  /// @param weights `[B, S]`, of each row add up to 1, exactly 0 beyond its length; for hard
  ///     attention the probabilities of being taken. Gradients may flow into them
  /// @param logProbability `[B]`, of the step taken, for hard attention on a recording tape; else
  ///     null
  public record Look(Value query, Value context, Value weights, Value logProbability) {}

  /// Sequences to look at, with their keys.
  public static final class Memory {
    private final Value values; // [S, B, M]
    private final Value keys; // [S, B, A]
    private final int[] lengths;
    private final Reach reach;

    private Memory(Value values, Value keys, int[] lengths, Reach reach) {
      this.values = values;
      this.keys = keys;
      this.lengths = lengths;
      this.reach = reach;
    }

    /// How many rows look at a time.
    public int rows() {
      return reach.rows();
    }

    /// How many steps there are to look at, with padding: S.
    public int steps() {
      return values.shape().extent(0);
    }

    /// The same memory, not copied, on another tape, where no gradient flows back into it.
    public Memory on(Tape other) {
      return new Memory(other.constant(values.data()), other.constant(keys.data()), lengths, reach);
    }

    /// The same memory, not copied, for other rows: row i looks at the sequence `memoryRow[i]` of
    /// those that were remembered. Many rows may look at one, as the hypotheses of a beam do.
    ///
    /// @throws IllegalStateException on a recording tape
    /// @throws IndexOutOfBoundsException if a row names no sequence
    public Memory forRows(int[] memoryRow) {
      if (values.tape().training()) {
        throw new IllegalStateException(
            "rows may choose what they look at on an evaluating tape alone");
      }
      return new Memory(values, keys, lengths, Reach.of(lengths, memoryRow));
    }
  }
}
