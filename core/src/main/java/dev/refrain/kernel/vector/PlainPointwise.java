package dev.refrain.kernel.vector;

import dev.refrain.kernel.Pointwise;
import java.util.Arrays;

/// A pointwise program in plain Java: takes a block of columns through all steps, one step at a
/// time, then writes. The few loops it consists of are the same for all programs, so they are soon
/// compiled.
final class PlainPointwise implements PointwiseLoop {
  private static final int BLOCK = 256;

  /// Each thread's results of all steps: a step in a recurrence is to leave no garbage.
  private static final ThreadLocal<float[][]> RESULTS =
      ThreadLocal.withInitial(() -> new float[0][]);

  private final Pointwise.Step[] steps;
  private final Pointwise.Write[] writes;

  PlainPointwise(Pointwise program) {
    steps = program.steps().toArray(Pointwise.Step[]::new);
    writes = program.writes().toArray(Pointwise.Write[]::new);
  }

  @Override
  public void run(
      float[][] arrays, int[] offsets, int[] rowStrides, float[] scalars, int rows, int columns) {
    float[][] results = results();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += BLOCK) {
        int count = Math.min(BLOCK, columns - column);
        for (int number = 0; number < steps.length; number++) {
          Pointwise.Step step = steps[number];
          float[] result = results[number];
          switch (step.operation()) {
            case READ -> {
              int operand = step.first();
              int from = offsets[operand] + row * rowStrides[operand] + column;
              System.arraycopy(arrays[operand], from, result, 0, count);
            }
            case SCALAR -> Arrays.fill(result, 0, count, scalars[step.first()]);
            case CONSTANT -> Arrays.fill(result, 0, count, (float) step.constant());
            default -> compute(step, results, result, count);
          }
        }
        for (Pointwise.Write write : writes) {
          int operand = write.operand();
          int to = offsets[operand] + row * rowStrides[operand] + column;
          System.arraycopy(results[write.step()], 0, arrays[operand], to, count);
        }
      }
    }
  }

  private float[][] results() {
    float[][] results = RESULTS.get();
    if (results.length < steps.length) {
      results = new float[steps.length][BLOCK];
      RESULTS.set(results);
    }
    return results;
  }

  private static void compute(Pointwise.Step step, float[][] results, float[] result, int count) {
    float[] a = results[step.first()];
    float[] b = results[step.second()];
    float[] c = results[step.third()];
    switch (step.operation()) {
      case READ, SCALAR, CONSTANT -> throw new IllegalStateException("computes nothing");
      case ADD -> {
        for (int i = 0; i < count; i++) {
          result[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < count; i++) {
          result[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < count; i++) {
          result[i] = a[i] * b[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < count; i++) {
          result[i] = a[i] / b[i];
        }
      }
      case MULTIPLY_ADD -> {
        for (int i = 0; i < count; i++) {
          result[i] = Math.fma(a[i], b[i], c[i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < count; i++) {
          result[i] = Math.min(a[i], b[i]);
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < count; i++) {
          result[i] = Math.max(a[i], b[i]);
        }
      }
      case NEGATE -> {
        for (int i = 0; i < count; i++) {
          result[i] = -a[i];
        }
      }
      case ABSOLUTE -> {
        for (int i = 0; i < count; i++) {
          result[i] = Math.abs(a[i]);
        }
      }
      case SQUARE_ROOT -> {
        for (int i = 0; i < count; i++) {
          result[i] = (float) Math.sqrt(a[i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < count; i++) {
          result[i] = PlainFunctions.exp(a[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < count; i++) {
          result[i] = PlainFunctions.log(a[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < count; i++) {
          result[i] = PlainFunctions.tanh(a[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < count; i++) {
          result[i] = PlainFunctions.sigmoid(a[i]);
        }
      }
      case WHERE_POSITIVE -> {
        for (int i = 0; i < count; i++) {
          result[i] = a[i] > 0 ? b[i] : c[i];
        }
      }
    }
  }
}
