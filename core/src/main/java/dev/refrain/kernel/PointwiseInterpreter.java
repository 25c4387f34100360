package dev.refrain.kernel;

import dev.refrain.tensor.Precision;

/// The reference for pointwise programs: takes a block of one row's columns through all steps, one
/// step at a time, then writes.
final class PointwiseInterpreter extends PointwiseCall {
  private static final int BLOCK = 64;

  private final boolean rounding;
  private final double[][] results;

  PointwiseInterpreter(Pointwise program, Precision precision) {
    super(program);
    rounding = precision == Precision.FLOAT32;
    results = new double[program.steps().size()][BLOCK];
  }

  @Override
  protected void compute(int rows, int columns) {
    for (var operand : operands) {
      Extents.precision(rounding ? Precision.FLOAT32 : Precision.FLOAT64, operand.storage());
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += BLOCK) {
        computeBlock(row, column, Math.min(BLOCK, columns - column));
      }
    }
  }

  private void computeBlock(int row, int column, int count) {
    int number = 0;
    for (Pointwise.Step step : program().steps()) {
      double[] result = results[number++];
      for (int i = 0; i < count; i++) {
        double value = value(step, row, column + i, i);
        result[i] = rounding ? (float) value : value;
      }
    }
    for (Pointwise.Write write : program().writes()) {
      double[] result = results[write.step()];
      for (int i = 0; i < count; i++) {
        operands[write.operand()].set(row, column + i, result[i]);
      }
    }
  }

  private double value(Pointwise.Step step, int row, int column, int i) {
    return switch (step.operation()) {
      case READ -> operands[step.first()].get(row, column);
      case SCALAR -> scalars[step.first()];
      case CONSTANT -> step.constant();
      case ADD -> first(step, i) + second(step, i);
      case SUBTRACT -> first(step, i) - second(step, i);
      case MULTIPLY -> first(step, i) * second(step, i);
      case DIVIDE -> first(step, i) / second(step, i);
      case MULTIPLY_ADD -> multiplyAdd(first(step, i), second(step, i), results[step.third()][i]);
      case MINIMUM -> Math.min(first(step, i), second(step, i));
      case MAXIMUM -> Math.max(first(step, i), second(step, i));
      case NEGATE -> -first(step, i);
      case ABSOLUTE -> Math.abs(first(step, i));
      case SQUARE_ROOT -> Math.sqrt(first(step, i));
      case EXP -> Math.exp(first(step, i));
      case LOG -> Math.log(first(step, i));
      case TANH -> Math.tanh(first(step, i));
      case SIGMOID -> 1 / (1 + Math.exp(-first(step, i)));
      case WHERE_POSITIVE -> first(step, i) > 0 ? second(step, i) : results[step.third()][i];
    };
  }

  private double first(Pointwise.Step step, int i) {
    return results[step.first()][i];
  }

  private double second(Pointwise.Step step, int i) {
    return results[step.second()][i];
  }

  private double multiplyAdd(double first, double second, double third) {
    return rounding
        ? Math.fma((float) first, (float) second, (float) third)
        : Math.fma(first, second, third);
  }
}
