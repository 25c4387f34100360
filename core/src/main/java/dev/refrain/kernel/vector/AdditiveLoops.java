package dev.refrain.kernel.vector;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/// The two loops of additive attention, for one row that looks at some steps, generated so that
/// they share the tanh of [Transcendentals].
///
/// Each is made twice, for the whole vectors of columns and for the rest of them under a mask: both
/// in one method are more than HotSpot's first compiler can take, and then the second never comes.
final class AdditiveLoops {

  /// One row's scores.
  interface Forward {
    Forward WHOLE = forward(false);

    /// Of each of `length` steps `scores[s]` = Σ over columns of `vector ⊙ tanh(query + keys[s])`:
    /// for the whole vectors `=`, for the rest `+=`.
    ///
    /// @param stride distance of the keys' steps
    void run(
        float[] queries,
        int query,
        float[] keys,
        int key,
        int stride,
        float[] vectors,
        int vector,
        int columns,
        float[] scores,
        int score,
        int length);
  }

  /// The way back of one row's scores.
  interface Backward {
    Backward WHOLE = backward(false);

    /// From `dScores[s]` of each of `length` steps: `dQuery +=`, `dKeys[s] +=`, `dVector +=`.
    ///
    /// @param stride distance of the keys' steps
    /// @param dStride distance of their gradients' steps
    void run(
        float[] queries,
        int query,
        float[] keys,
        int key,
        int stride,
        float[] vectors,
        int vector,
        int columns,
        float[] dScores,
        int dScore,
        int length,
        float[] dQueries,
        int dQuery,
        float[] dKeys,
        int dKey,
        int dStride,
        float[] dVectors,
        int dVector);
  }

  /// The loops for what is left of a row after its whole vectors; widths seldom leave anything.
  static final class Rest {
    static final Forward FORWARD = forward(true);
    static final Backward BACKWARD = backward(true);

    private Rest() {}
  }

  // Parameters, as local variable slots (0 is `this`); from DQUERIES on of Backward alone.
  private static final int QUERIES = 1;
  private static final int QUERY = 2;
  private static final int KEYS = 3;
  private static final int KEY = 4;
  private static final int STRIDE = 5;
  private static final int VECTORS = 6;
  private static final int VECTOR = 7;
  private static final int COLUMNS = 8;
  private static final int SCORES = 9;
  private static final int SCORE = 10;
  private static final int LENGTH = 11;
  private static final int D_QUERIES = 12;
  private static final int D_QUERY = 13;
  private static final int D_KEYS = 14;
  private static final int D_KEY = 15;
  private static final int D_STRIDE = 16;
  private static final int D_VECTORS = 17;
  private static final int D_VECTOR = 18;

  // As in WarmUp: enough calls and iterations for the best compiler to take the loops up.
  private static final int WARM_CALLS = 1000;
  private static final int WARM_CALLS_REST = 3000;
  private static final int WARM_STEPS = 4;
  private static final int WARM_COLUMNS = 4 * Lanes.COUNT + 1;

  private final boolean masked;
  private final VectorCode vector;
  private final CodeBuilder code;
  private final Transcendentals transcendentals;
  private final int column;
  private final int mask;
  private final int score;
  private final int tanh;
  private final int scaled;

  private AdditiveLoops(boolean masked, VectorCode vector) {
    this.masked = masked;
    this.vector = vector;
    code = vector.code;
    transcendentals = new Transcendentals(vector);
    column = vector.integer();
    mask = vector.reference();
    score = vector.reference();
    tanh = vector.reference();
    scaled = vector.reference();
  }

  private static Forward forward(boolean masked) {
    Forward loop =
        VectorCode.implement(
            Forward.class,
            masked ? "AdditiveForwardRest" : "AdditiveForward",
            vector -> new AdditiveLoops(masked, vector).writeForward());
    float[] x = new float[WARM_STEPS * WARM_COLUMNS];
    float[] scores = new float[WARM_STEPS];
    int n = WARM_COLUMNS;
    for (int call = 0; call < (masked ? WARM_CALLS_REST : WARM_CALLS); call++) {
      loop.run(x, 0, x, 0, n, x, 0, n, scores, 0, WARM_STEPS);
    }
    return loop;
  }

  private static Backward backward(boolean masked) {
    Backward loop =
        VectorCode.implement(
            Backward.class,
            masked ? "AdditiveBackwardRest" : "AdditiveBackward",
            vector -> new AdditiveLoops(masked, vector).writeBackward());
    float[] x = new float[WARM_STEPS * WARM_COLUMNS];
    float[] d = new float[WARM_STEPS * WARM_COLUMNS];
    int n = WARM_COLUMNS;
    for (int call = 0; call < (masked ? WARM_CALLS_REST : WARM_CALLS); call++) {
      loop.run(x, 0, x, 0, n, x, 0, n, d, 0, WARM_STEPS, d, 0, d, 0, n, d, 0);
    }
    return loop;
  }

  private void writeForward() {
    writeSteps(
        () -> {
          vector.constant(0);
          code.astore(score);
        },
        this::addToScore,
        () -> {
          code.aload(SCORES).iload(SCORE).aload(score);
          vector.sumOfLanes();
          if (masked) {
            code.aload(SCORES).iload(SCORE).faload().fadd();
          }
          code.fastore();
        });
  }

  /// `score += vector ⊙ tanh(query + key)`; lanes beyond the columns add zeros.
  private void addToScore() {
    writeTanh();
    load(VECTORS, VECTOR);
    code.aload(score);
    vector.multiplyAdd();
    code.astore(score);
  }

  private void writeBackward() {
    writeSteps(
        () -> {
          vector.species();
          code.aload(SCORES).iload(SCORE).faload();
          vector.broadcast();
          code.astore(score);
        },
        this::addGradients,
        () -> code.iload(D_KEY).iload(D_STRIDE).iadd().istore(D_KEY));
  }

  private void addGradients() {
    writeTanh();
    code.astore(tanh);
    // dVector += dScore · tanh
    code.aload(score).aload(tanh);
    load(D_VECTORS, D_VECTOR);
    vector.multiplyAdd();
    store(D_VECTORS, D_VECTOR);
    // scaled = dScore · vector · (1 − tanh²)
    code.aload(tanh);
    vector.unary("neg");
    code.aload(tanh);
    vector.constant(1).multiplyAdd();
    code.aload(score);
    vector.binary("mul");
    load(VECTORS, VECTOR);
    vector.binary("mul");
    code.astore(scaled);
    addScaled(D_QUERIES, D_QUERY);
    addScaled(D_KEYS, D_KEY);
  }

  private void addScaled(int array, int offset) {
    load(array, offset);
    code.aload(scaled);
    vector.binary("add");
    store(array, offset);
  }

  /// For each step, for each whole vector of columns; or, masked, for the rest of them.
  private void writeSteps(Runnable before, Runnable columns, Runnable after) {
    Label nextStep = code.newLabel();
    Label done = code.newLabel();
    if (masked) {
      code.iload(COLUMNS).iload(COLUMNS).loadConstant(Lanes.COUNT).irem().isub().istore(column);
      vector.species();
      code.iload(column).iload(COLUMNS);
      vector.indexInRange();
      code.astore(mask);
    }
    code.labelBinding(nextStep).iload(LENGTH).ifle(done);
    before.run();
    if (masked) {
      columns.run();
    } else {
      writeColumns(columns);
    }
    after.run();
    code.iload(KEY).iload(STRIDE).iadd().istore(KEY);
    code.iinc(SCORE, 1).iinc(LENGTH, -1).goto_(nextStep).labelBinding(done).return_();
  }

  private void writeColumns(Runnable columns) {
    Label next = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(column).labelBinding(next);
    code.iload(column).iload(COLUMNS).loadConstant(Lanes.COUNT).isub().if_icmpgt(end);
    columns.run();
    code.iinc(column, Lanes.COUNT).goto_(next).labelBinding(end);
  }

  /// `… → … tanh(query + key)`
  private void writeTanh() {
    load(QUERIES, QUERY);
    load(KEYS, KEY);
    vector.binary("add");
    transcendentals.tanh();
  }

  private void load(int array, int offset) {
    vector.species();
    code.aload(array).iload(offset).iload(column).iadd();
    if (masked) {
      code.aload(mask);
      vector.loadMasked();
    } else {
      vector.load();
    }
  }

  /// `… a → …`
  private void store(int array, int offset) {
    code.aload(array).iload(offset).iload(column).iadd();
    if (masked) {
      code.aload(mask);
      vector.storeMasked();
    } else {
      vector.store();
    }
  }
}
