package dev.refrain.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mathematics that treats every element alike, written once as equations and run as one loop:
/// the pointwise part of a cell's step, an activation, an optimizer's update. Each device decides
/// how (the reference interprets it, the vector kernels compile it).
///
/// ```java
/// var p = Pointwise.named("carousel");
/// Term c = p.read("cPrevious").plus(p.read("g").tanh());
/// p.write("c", c).write("h", c.tanh());
/// Pointwise program = p.build();
/// ```
///
/// For every element all reads come before all writes, so operands may share memory as long as
/// equal elements coincide: gates can be overwritten by their activations, and those by their
/// gradients.
public final class Pointwise {
  /// `sum += addend`: how gradients gather.
  public static final Pointwise ADD_TO = addTo();

  /// What one step of a program does with its arguments.
  public enum Operation {
    READ(0),
    SCALAR(0),
    CONSTANT(0),
    ADD(2),
    SUBTRACT(2),
    MULTIPLY(2),
    DIVIDE(2),
    /// first · second + third, rounded once
    MULTIPLY_ADD(3),
    MINIMUM(2),
    MAXIMUM(2),
    NEGATE(1),
    ABSOLUTE(1),
    SQUARE_ROOT(1),
    EXP(1),
    LOG(1),
    TANH(1),
    SIGMOID(1),
    /// second where first > 0, else third
    WHERE_POSITIVE(3);

    private final int arity;

    Operation(int arity) {
      this.arity = arity;
    }

    /// How many arguments it takes.
    public int arity() {
      return arity;
    }
  }

  /// One step: an operation on the results of earlier steps.
  ///
  /// @param operation what is done
  /// @param first index of the first argument's step; for READ and SCALAR the operand's or
  ///     scalar's number
  /// @param second index of the second argument's step
  /// @param third index of the third argument's step
  /// @param constant the value of a CONSTANT
  public record Step(Operation operation, int first, int second, int third, double constant) {}

  /// The result of step `step` is stored in operand `operand`.
  public record Write(int operand, int step) {}

  private final String name;
  private final List<String> operands;
  private final List<String> scalars;
  private final List<Step> steps;
  private final List<Write> writes;

  private Pointwise(Builder builder) {
    name = builder.name;
    operands = List.copyOf(builder.operands.keySet());
    scalars = List.copyOf(builder.scalars.keySet());
    steps = List.copyOf(builder.steps);
    writes = List.copyOf(builder.writes);
  }

  private static Pointwise addTo() {
    var p = named("addTo");
    return p.write("sum", p.read("sum").plus(p.read("addend"))).build();
  }

  /// Begins a program; the name shows up in errors and profiles.
  public static Builder named(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /// Operand names in order of first mention.
  public List<String> operands() {
    return operands;
  }

  /// Scalar names in order of first mention.
  public List<String> scalars() {
    return scalars;
  }

  /// All steps; arguments come before their uses.
  public List<Step> steps() {
    return steps;
  }

  public List<Write> writes() {
    return writes;
  }

  /// The number of an operand.
  ///
  /// @throws IllegalArgumentException if the program has none of that name
  public int operand(String operand) {
    return index(operands, operand, "operand");
  }

  /// The number of a scalar.
  ///
  /// @throws IllegalArgumentException if the program has none of that name
  public int scalar(String scalar) {
    return index(scalars, scalar, "scalar");
  }

  private int index(List<String> names, String wanted, String kind) {
    int index = names.indexOf(wanted);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no %s '%s'; it has %s".formatted(name, kind, wanted, names));
    }
    return index;
  }

  @Override
  public String toString() {
    return name + operands;
  }

  /// Collects the equations of one program.
  public static final class Builder {
    private final String name;
    private final Map<String, Integer> operands = new LinkedHashMap<>();
    private final Map<String, Integer> scalars = new LinkedHashMap<>();
    private final Map<Step, Integer> known = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /// The element of an operand.
    public Term read(String operand) {
      return step(Operation.READ, number(operands, operand), 0, 0, 0);
    }

    /// A number that is the same for all elements and given at each call.
    public Term scalar(String scalar) {
      return step(Operation.SCALAR, number(scalars, scalar), 0, 0, 0);
    }

    /// A number that never changes.
    public Term constant(double value) {
      return step(Operation.CONSTANT, 0, 0, 0, value);
    }

    /// Stores a result in an operand.
    public Builder write(String operand, Term result) {
      int number = number(operands, operand);
      for (Write write : writes) {
        if (write.operand() == number) {
          throw new IllegalStateException(name + " writes '" + operand + "' twice");
        }
      }
      writes.add(new Write(number, result.step));
      return this;
    }

    public Pointwise build() {
      if (writes.isEmpty()) {
        throw new IllegalStateException(name + " writes nothing");
      }
      return new Pointwise(this);
    }

    private static int number(Map<String, Integer> names, String name) {
      Integer known = names.putIfAbsent(name, names.size());
      return known == null ? names.size() - 1 : known;
    }

    private Term step(Operation operation, int first, int second, int third, double constant) {
      Step step = new Step(operation, first, second, third, constant);
      Integer index = known.get(step);
      if (index == null) {
        index = steps.size();
        steps.add(step);
        known.put(step, index);
      }
      return new Term(this, index);
    }
  }

  /// A value within a program. Equal expressions are computed once.
  public static final class Term {
    private final Builder program;
    private final int step;

    private Term(Builder program, int step) {
      this.program = program;
      this.step = step;
    }

    public Term plus(Term other) {
      return apply(Operation.ADD, other);
    }

    public Term minus(Term other) {
      return apply(Operation.SUBTRACT, other);
    }

    public Term times(Term other) {
      return apply(Operation.MULTIPLY, other);
    }

    public Term times(double factor) {
      return times(program.constant(factor));
    }

    public Term over(Term other) {
      return apply(Operation.DIVIDE, other);
    }

    /// `this · factor + addend`, rounded once.
    public Term timesPlus(Term factor, Term addend) {
      return program.step(Operation.MULTIPLY_ADD, step, factor.step, addend.step, 0);
    }

    public Term minimum(Term other) {
      return apply(Operation.MINIMUM, other);
    }

    public Term maximum(Term other) {
      return apply(Operation.MAXIMUM, other);
    }

    public Term negate() {
      return apply(Operation.NEGATE);
    }

    public Term absolute() {
      return apply(Operation.ABSOLUTE);
    }

    public Term squareRoot() {
      return apply(Operation.SQUARE_ROOT);
    }

    public Term exp() {
      return apply(Operation.EXP);
    }

    /// The natural logarithm.
    public Term log() {
      return apply(Operation.LOG);
    }

    public Term tanh() {
      return apply(Operation.TANH);
    }

    /// The logistic function 1 / (1 + e^-x).
    public Term sigmoid() {
      return apply(Operation.SIGMOID);
    }

    /// A number that never changes, in the program of this term.
    public Term constant(double value) {
      return program.constant(value);
    }

    public Term square() {
      return times(this);
    }

    /// `1 - this`.
    public Term complement() {
      return program.constant(1).minus(this);
    }

    /// `then` where this is greater than zero, else `otherwise` (also where this is NaN).
    public Term wherePositive(Term then, Term otherwise) {
      return program.step(Operation.WHERE_POSITIVE, step, then.step, otherwise.step, 0);
    }

    private Term apply(Operation operation) {
      return program.step(operation, step, 0, 0, 0);
    }

    private Term apply(Operation operation, Term other) {
      if (other.program != program) {
        throw new IllegalArgumentException("a term of another program");
      }
      return program.step(operation, step, other.step, 0, 0);
    }
  }
}
