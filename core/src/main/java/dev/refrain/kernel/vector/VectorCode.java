package dev.refrain.kernel.vector;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Writes bytecode against the Vector API, one call at a time, and makes classes of it.
///
/// Loops over vectors run at full speed only when the just-in-time compiler sees every operation in
/// one method, since a vector that crosses a call is boxed. So the loops that vary (matrix
/// products by tile, pointwise programs by their steps) are written out as bytecode. Each method
/// here stands for one instruction on the operand stack, as its comment shows.
final class VectorCode {
  private static final ClassDesc FLOAT_VECTOR = FloatVector.class.describeConstable().orElseThrow();
  private static final ClassDesc INT_VECTOR = IntVector.class.describeConstable().orElseThrow();
  private static final ClassDesc VECTOR = Vector.class.describeConstable().orElseThrow();
  private static final ClassDesc MASK = VectorMask.class.describeConstable().orElseThrow();
  private static final ClassDesc SHUFFLE = VectorShuffle.class.describeConstable().orElseThrow();
  private static final ClassDesc SPECIES = VectorSpecies.class.describeConstable().orElseThrow();
  private static final ClassDesc OPERATORS =
      VectorOperators.class.describeConstable().orElseThrow();
  private static final ClassDesc COMPARISON =
      VectorOperators.Comparison.class.describeConstable().orElseThrow();
  private static final ClassDesc ASSOCIATIVE =
      VectorOperators.Associative.class.describeConstable().orElseThrow();
  private static final ClassDesc BINARY =
      VectorOperators.Binary.class.describeConstable().orElseThrow();
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final ClassDesc FLOATS = CD_float.arrayType();
  private static final ClassDesc LANES = Lanes.class.describeConstable().orElseThrow();

  /// Bytes of bytecode, by HotSpot's flag of that name.
  private static final int HUGE_METHOD_LIMIT = 8000;

  final CodeBuilder code;

  VectorCode(CodeBuilder code) {
    this.code = code;
  }

  /// Makes an instance of a new hidden class that implements the only method of `type`.
  static <T> T implement(Class<T> type, String name, Consumer<VectorCode> body) {
    return instance(type, classFile(type, name, body));
  }

  /// Writes the class that [#instance] makes an object of.
  static byte[] classFile(Class<?> type, String name, Consumer<VectorCode> body) {
    Method method = type.getMethods()[0];
    MethodTypeDesc methodType =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .describeConstable()
            .orElseThrow();
    return ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS)
        .build(
            ClassDesc.of(Lanes.class.getPackageName(), name),
            built -> {
              built.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
              built.withInterfaceSymbols(type.describeConstable().orElseThrow());
              built.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  ConstantDescs.MTD_void,
                  0,
                  code ->
                      code.aload(0)
                          .invokespecial(
                              ConstantDescs.CD_Object,
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void)
                          .return_());
              built.withMethodBody(
                  method.getName(),
                  methodType,
                  ClassFile.ACC_PUBLIC,
                  code -> body.accept(new VectorCode(code)));
            });
  }

  /// Whether a class holds a method that HotSpot refuses to compile for its length.
  static boolean exceedsCompiler(byte[] classFile) {
    for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
      for (CodeAttribute code : method.findAttributes(Attributes.code())) {
        if (code.codeLength() >= HUGE_METHOD_LIMIT) {
          return true;
        }
      }
    }
    return false;
  }

  /// An object of a new hidden class.
  static <T> T instance(Class<T> type, byte[] classFile) {
    try {
      MethodHandles.Lookup defined = MethodHandles.lookup().defineHiddenClass(classFile, true);
      return type.cast(defined.lookupClass().getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), impossible);
    }
  }

  /// `… → … species`
  VectorCode species() {
    code.getstatic(LANES, "SPECIES", SPECIES);
    return this;
  }

  /// `… species, array, index → … vector`
  VectorCode load() {
    code.invokestatic(
        FLOAT_VECTOR, "fromArray", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int));
    return this;
  }

  /// `… species, array, index, mask → … vector`, zero where the mask is not set
  VectorCode loadMasked() {
    code.invokestatic(
        FLOAT_VECTOR, "fromArray", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, FLOATS, CD_int, MASK));
    return this;
  }

  /// `… vector, array, index → …`
  VectorCode store() {
    code.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
    return this;
  }

  /// `… vector, array, index, mask → …`
  VectorCode storeMasked() {
    code.invokevirtual(FLOAT_VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int, MASK));
    return this;
  }

  /// `… species, float → … vector`
  VectorCode broadcast() {
    code.invokestatic(
        FLOAT_VECTOR, "broadcast", MethodTypeDesc.of(FLOAT_VECTOR, SPECIES, CD_float));
    return this;
  }

  /// `… → … vector` of one number
  VectorCode constant(float value) {
    species();
    code.loadConstant(value);
    return broadcast();
  }

  /// `… a, b, c → … a · b + c`
  VectorCode multiplyAdd() {
    code.invokevirtual(FLOAT_VECTOR, "fma", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, VECTOR));
    return this;
  }

  /// `… species, from, limit → … mask` of the lanes i with from + i < limit
  VectorCode indexInRange() {
    code.invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, CD_int, CD_int));
    return this;
  }

  /// A new local variable for a vector or another reference.
  int reference() {
    return code.allocateLocal(TypeKind.REFERENCE);
  }

  /// A new local variable for a number.
  int integer() {
    return code.allocateLocal(TypeKind.INT);
  }

  /// New local variables for vectors or other references.
  int[] references(int count) {
    return locals(count, this::reference);
  }

  /// New local variables for numbers.
  int[] integers(int count) {
    return locals(count, this::integer);
  }

  private static int[] locals(int count, IntSupplier kind) {
    int[] locals = new int[count];
    Arrays.setAll(locals, i -> kind.getAsInt());
    return locals;
  }

  /// `… number, number → … the smaller one`
  VectorCode smaller() {
    code.invokestatic(MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
    return this;
  }

  /// `… a, b → … a ∘ b` for `add`, `sub`, `mul`, `div`, `min` or `max`
  VectorCode binary(String operation) {
    code.invokevirtual(FLOAT_VECTOR, operation, MethodTypeDesc.of(FLOAT_VECTOR, VECTOR));
    return this;
  }

  /// `… a → … ∘ a` for `neg`, `abs` or `sqrt`
  VectorCode unary(String operation) {
    code.invokevirtual(FLOAT_VECTOR, operation, MethodTypeDesc.of(FLOAT_VECTOR));
    return this;
  }

  /// `… a, b, mask → … a + b` where the mask is set, else a
  VectorCode addMasked() {
    code.invokevirtual(FLOAT_VECTOR, "add", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    return this;
  }

  /// `… a → … float`, the sum of a's lanes in the order of [LaneSums]; written out, since a vector
  /// that crosses a call is boxed
  VectorCode sumOfLanes() {
    for (int distance = Lanes.COUNT / 2; distance > 0; distance /= 2) {
      code.dup();
      exchange(distance).binary("add");
    }
    code.iconst_0().invokevirtual(FLOAT_VECTOR, "lane", MethodTypeDesc.of(CD_float, CD_int));
    return this;
  }

  /// Adds the lanes of two vectors at a distance: the sums of `low` go to the lanes whose number lacks the distance's bit, those of
  /// `high` to the others.
  ///
  /// @param low a local variable for a vector, which receives the sums; `high` is another
  void sumOfParts(int low, int high, int distance) {
    code.aload(low).aload(high);
    chooseByBit(distance);
    code.aload(high).aload(low);
    chooseByBit(distance).exchange(distance).binary("add");
    code.astore(low);
  }

  /// `… a → … mask` of the lanes where a compares so with a number: `GT`, `LT`, `EQ`
  VectorCode compare(String comparison, float bound) {
    code.getstatic(OPERATORS, comparison, COMPARISON).loadConstant(bound);
    code.invokevirtual(FLOAT_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, CD_float));
    return this;
  }

  /// `… a → … bits`
  VectorCode bits() {
    code.invokevirtual(FLOAT_VECTOR, "reinterpretAsInts", MethodTypeDesc.of(INT_VECTOR));
    return this;
  }

  /// `… bits → … a`
  VectorCode floats() {
    code.invokevirtual(INT_VECTOR, "reinterpretAsFloats", MethodTypeDesc.of(FLOAT_VECTOR));
    return this;
  }

  /// `… bits → … bits ∘ number` for `LSHL`, `ASHR` or `ADD`
  VectorCode integer(String operation, int number) {
    code.getstatic(OPERATORS, operation, operation.equals("ADD") ? ASSOCIATIVE : BINARY);
    code.loadConstant(number);
    code.invokevirtual(INT_VECTOR, "lanewise", MethodTypeDesc.of(INT_VECTOR, BINARY, CD_int));
    return this;
  }

  /// `… bits, bits → … their difference`
  VectorCode integerSubtract() {
    code.invokevirtual(INT_VECTOR, "sub", MethodTypeDesc.of(INT_VECTOR, VECTOR));
    return this;
  }

  /// `… a → … a` with lanes exchanged at a distance of 1, 2, 4 or 8
  VectorCode exchange(int distance) {
    code.getstatic(LANES, "EXCHANGE_" + distance, SHUFFLE);
    code.invokevirtual(FLOAT_VECTOR, "rearrange", MethodTypeDesc.of(FLOAT_VECTOR, SHUFFLE));
    return this;
  }

  /// Exchanges a bit of the vector's number for a bit of the lane's number, in the numbers' places: with `v` and `l` all
  /// other bits, what is in vector `v0`, lane `l1` goes to vector `v1`, lane `l0`, and the other way round.
  ///
  /// @param vectors local variables
  /// @param vectorBit 1, 2, 4 or 8, and so is `laneBit`
  /// @param spare a local variable for a vector
  void exchangeBits(int[] vectors, int vectorBit, int laneBit, int spare) {
    for (int i = 0; i < vectors.length; i++) {
      if ((i & vectorBit) == 0) {
        int upper = vectors[i];
        int lower = vectors[i + vectorBit];
        code.aload(upper);
        exchange(laneBit);
        code.astore(spare);
        code.aload(upper).aload(lower);
        exchange(laneBit);
        chooseByBit(laneBit);
        code.astore(upper);
        code.aload(spare).aload(lower);
        chooseByBit(laneBit);
        code.astore(lower);
      }
    }
  }

  /// Loads a vector from each of as many places of an array, `distance` apart.
  ///
  /// @param vectors local variables for the vectors; the others are those of array, index and distance
  void loadRows(int[] vectors, int array, int index, int distance) {
    for (int i = 0; i < vectors.length; i++) {
      species();
      code.aload(array).iload(distance).loadConstant(i).imul().iload(index).iadd();
      load();
      code.astore(vectors[i]);
    }
  }

  /// `… a → … a` with the lowest bit of each lane's number made the highest
  VectorCode rotateBits() {
    code.getstatic(LANES, "ROTATED_BITS", SHUFFLE);
    code.invokevirtual(FLOAT_VECTOR, "rearrange", MethodTypeDesc.of(FLOAT_VECTOR, SHUFFLE));
    return this;
  }

  /// `… a, b → … vector` of b's lanes whose number has the bit, and a's others
  VectorCode chooseByBit(int bit) {
    code.getstatic(LANES, "BIT_" + bit, MASK);
    return blend();
  }

  /// `… a, b, mask → … vector` of b where the mask is set, else a
  VectorCode blend() {
    code.invokevirtual(FLOAT_VECTOR, "blend", MethodTypeDesc.of(FLOAT_VECTOR, VECTOR, MASK));
    return this;
  }
}
