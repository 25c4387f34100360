package dev.refrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds `docs/architecture.md` against the compiled classes: a package names only those above it,
/// the Vector API stays in its room, every package says what it is for, and the library is silent.
///
/// The class files are read rather than the imports, so that nothing hides behind `var` or an
/// inherited method. Every type a class names is in its constant pool, in one form or another.
final class ArchitectureTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path SOURCES = Path.of("src/main/java");

  private static final String ROOT = "dev.refrain";
  private static final String VECTOR_ROOM = ROOT + ".kernel.vector";

  /// The floors from the ground up; a package belongs to the floor it is on or below.
  private static final List<String> FLOORS =
      List.of(
          "config",
          "tensor",
          "kernel",
          "autodiff",
          "nn",
          "optim",
          "data",
          "train",
          "decode",
          "metric",
          "task",
          "search",
          "energy");

  /// The energy models stand beside the tower: they lean on these alone.
  private static final Set<String> UNDER_ENERGY = Set.of("tensor", "kernel", "energy");

  private static final Pattern TYPE_NAME =
      Pattern.compile("((?:dev/refrain|jdk/incubator/vector)(?:/[a-z][a-z0-9_]*)*)/[A-Z]");

  @Test
  void packagesNameOnlyFloorsBelowTheirOwn() throws IOException {
    assertThat(complaints(type -> forbidden(type.packageName(), type.namedPackages())))
        .as("see the floors in docs/architecture.md")
        .isEmpty();
  }

  @Test
  void vectorApiStaysInItsRoom() throws IOException {
    assertThat(
            complaints(
                type ->
                    type.packageName().equals(VECTOR_ROOM)
                        ? List.of()
                        : type.namedPackages().stream()
                            .filter("jdk.incubator.vector"::equals)
                            .toList()))
        .isEmpty();
  }

  @Test
  void libraryDoesNotPrint() throws IOException {
    assertThat(complaints(CompiledType::consoleStreams)).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    Set<Path> silent = new TreeSet<>();
    for (Path source : files(SOURCES, ".java")) {
      Path folder = source.getParent();
      if (!folder.equals(SOURCES) && !Files.exists(folder.resolve("package-info.java"))) {
        silent.add(folder);
      }
    }
    assertThat(silent).as("packages without package-info.java").isEmpty();
  }

  @Test
  void rulesCanFail() throws IOException {
    assertThat(forbidden("dev.refrain.tensor", Set.of("dev.refrain.kernel"))).hasSize(1);
    assertThat(forbidden("dev.refrain.nn.cell", Set.of("dev.refrain.optim"))).hasSize(1);
    assertThat(forbidden("dev.refrain.energy", Set.of("dev.refrain.nn"))).hasSize(1);
    assertThat(forbidden("dev.refrain.train", Set.of("dev.refrain.kernel.vector"))).hasSize(1);
    assertThat(forbidden("dev.refrain.attic", Set.of())).hasSize(1);
    assertThat(forbidden("dev.refrain.nn.cell", Set.of("dev.refrain.nn", "dev.refrain.tensor")))
        .isEmpty();

    CompiledType thisTest =
        CompiledType.read(Path.of("target/test-classes/dev/refrain/ArchitectureTest.class"));
    assertThat(thisTest.packageName()).isEqualTo("dev.refrain");
    assertThat(thisTest.namedPackages()).contains("dev.refrain");
  }

  /// What is wrong about a class of `from` naming types of the packages `named`; empty if nothing is.
  private static List<String> forbidden(String from, Set<String> named) {
    Optional<String> floor = floor(from);
    if (floor.isEmpty()) {
      return List.of("the package is on no floor; the floors are " + FLOORS);
    }
    List<String> found = new ArrayList<>();
    for (String to : named) {
      if (to.startsWith(ROOT) && !mayName(floor.get(), to)) {
        found.add(to);
      }
    }
    return found;
  }

  private static boolean mayName(String fromFloor, String to) {
    Optional<String> toFloor = floor(to);
    if (toFloor.isEmpty()) {
      return false;
    }
    if (to.equals(VECTOR_ROOM) && !fromFloor.equals("kernel")) {
      return false;
    }
    if (fromFloor.equals("energy")) {
      return UNDER_ENERGY.contains(toFloor.get());
    }
    return FLOORS.indexOf(toFloor.get()) <= FLOORS.indexOf(fromFloor);
  }

  private static Optional<String> floor(String packageName) {
    if (!packageName.startsWith(ROOT + ".")) {
      return Optional.empty();
    }
    String first = packageName.substring(ROOT.length() + 1).split("\\.")[0];
    return FLOORS.contains(first) ? Optional.of(first) : Optional.empty();
  }

  private static List<String> complaints(Function<CompiledType, List<String>> rule)
      throws IOException {
    List<Path> classes = files(CLASSES, ".class");
    assertThat(classes).as("compiled classes in %s", CLASSES.toAbsolutePath()).isNotEmpty();
    List<String> complaints = new ArrayList<>();
    for (Path file : classes) {
      if (!file.endsWith("module-info.class")) {
        CompiledType type = CompiledType.read(file);
        rule.apply(type).forEach(what -> complaints.add(type.name() + ": " + what));
      }
    }
    return complaints;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// A class file as the rules see it.
  private record CompiledType(
      String name, String packageName, Set<String> namedPackages, List<String> consoleStreams) {
    static CompiledType read(Path file) throws IOException {
      ClassModel model = ClassFile.of().parse(file);
      String name = model.thisClass().asInternalName().replace('/', '.');
      Set<String> named = new TreeSet<>();
      List<String> streams = new ArrayList<>();
      for (PoolEntry entry : model.constantPool()) {
        switch (entry) {
          // Class names, descriptors and generic signatures all end up here.
          case Utf8Entry text -> {
            Matcher types = TYPE_NAME.matcher(text.stringValue());
            while (types.find()) {
              named.add(types.group(1).replace('/', '.'));
            }
          }
          case FieldRefEntry field when field.owner().asInternalName().equals("java/lang/System") ->
              streams.add("System." + field.name().stringValue());
          default -> {}
        }
      }
      return new CompiledType(
          name, name.substring(0, name.lastIndexOf('.')), Set.copyOf(named), List.copyOf(streams));
    }
  }
}
