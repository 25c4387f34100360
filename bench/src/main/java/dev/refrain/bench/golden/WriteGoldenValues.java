package dev.refrain.bench.golden;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;

/// Writes what PyTorch computes for its recurrent networks and optimizers, in double precision, into
/// the test resources of `refrain-core`.
///
/// The one argument is the folder of the resources, `core/src/test/resources` from the repository's
/// root. The same seeds give the same files up to the last bits of the machine's arithmetic.
public final class WriteGoldenValues {
  private static final long SEED = 20_251;

  private WriteGoldenValues() {}

  /// Writes all files and prints their names.
  ///
  /// @param arguments the folder of the test resources
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("expected one argument, the folder of core's test resources");
      System.exit(2);
    }
    Path resources = Path.of(arguments[0]);
    Path networks = resources.resolve("dev/refrain/nn/golden");
    List<RecurrentCase> cases = RecurrentCase.all();
    for (int i = 0; i < cases.size(); i++) {
      try (var _ = new PointerScope()) {
        RecurrentCase settings = cases.get(i);
        write(
            networks.resolve(settings.id() + ".json"),
            RecurrentGolden.describe(settings, SEED + i));
      }
    }
    try (var _ = new PointerScope()) {
      write(
          resources.resolve("dev/refrain/optim/golden/optimizers.json"),
          OptimizerGolden.describe(SEED + cases.size()));
    }
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.createDirectories(file.getParent());
    var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    String text = new ObjectMapper().writer(printer).writeValueAsString(json);
    Files.writeString(file, text + "\n");
    System.out.println(file);
  }
}
