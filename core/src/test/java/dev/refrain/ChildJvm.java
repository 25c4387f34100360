package dev.refrain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A test's program in a virtual machine of its own: to be killed, starved, given other flags, or
/// compiled by HotSpot without what other tests have left in its profiles.
public final class ChildJvm {
  private ChildJvm() {}

  /// The command that runs `main` of a class, with this machine's Java and class path.
  public static List<String> command(Class<?> program, List<String> flags, String... arguments) {
    return command(System.getProperty("java.class.path"), program, flags, arguments);
  }

  /// The same with another class path.
  public static List<String> command(
      String classPath, Class<?> program, List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Starts a command; its error output comes with its standard output.
  public static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// All that a process says until its end.
  public static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
