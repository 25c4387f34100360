import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Runs google-java-format over every Java file below the given folder: `check FOLDER` names the
/// files it would change and exits with 1, `apply FOLDER` changes them. Comments are left as their
/// author wrote them, since they hold equations and tables of shapes.
///
/// The build starts this in the toolchain's JDK, because google-java-format reads sources with the
/// javac of the JDK it runs on.
public final class Format {
  private static final String APPLY = "./mvnw -q -Pformat process-sources";

  private Format() {}

  public static void main(String[] arguments) throws IOException {
    boolean apply = arguments[0].equals("apply");
    Path folder = Path.of(arguments[1]);
    List<String> options = new ArrayList<>(List.of("--skip-javadoc-formatting"));
    options.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    List<String> sources = sources(folder);
    options.addAll(sources);
    int exit =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow()
            .run(System.err, System.err, options.toArray(String[]::new));
    if (exit != 0 && !apply) {
      System.err.println("The files above are not formatted. Run: " + APPLY);
    }
    System.exit(exit);
  }

  private static List<String> sources(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !folder.relativize(path).toString().contains("target/"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
