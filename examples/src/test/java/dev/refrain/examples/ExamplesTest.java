package dev.refrain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every example program from start to end, without arguments. Whatever an example claims, it
/// should check itself and throw.
final class ExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java");

  @TestFactory
  Stream<DynamicTest> everyExampleRuns() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString())
          .filter(name -> name.startsWith("dev") && name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()).replace('/', '.'))
          .filter(ExamplesTest::hasMain)
          .sorted()
          .toList()
          .stream()
          .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }
  }

  private static boolean hasMain(String name) {
    if (name.endsWith("-info")) {
      return false;
    }
    try {
      Class.forName(name, false, ExamplesTest.class.getClassLoader())
          .getMethod("main", String[].class);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " has a source file and no class", e);
    }
  }

  private static void run(String name) throws Exception {
    Method main = Class.forName(name).getMethod("main", String[].class);
    assertThat(main.getReturnType()).isEqualTo(void.class);
    main.invoke(null, (Object) new String[0]);
  }
}
