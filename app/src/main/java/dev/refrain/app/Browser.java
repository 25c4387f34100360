package dev.refrain.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Shows a page to the person at this machine. The JDK's own way needs a desktop library that servers
/// lack; every desktop has a command for it.
final class Browser {
  private Browser() {}

  /// Opens a page, or says where it is if this machine has no screen.
  ///
  /// @param remarks takes one sentence
  static void open(Path page, Consumer<String> remarks) {
    String address = page.toAbsolutePath().normalize().toUri().toString();
    List<String> command = command(System.getProperty("os.name").toLowerCase(Locale.ROOT));
    if (!command.isEmpty() && starts(command, address)) {
      remarks.accept("opened " + address);
    } else {
      remarks.accept("there is no browser to open here; the page is " + address);
    }
  }

  /// What opens an address; nothing where that would put a browser of text into this terminal.
  private static List<String> command(String system) {
    if (system.contains("mac")) {
      return List.of("open");
    }
    if (system.contains("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    return screen ? List.of("xdg-open") : List.of();
  }

  private static boolean starts(List<String> command, String address) {
    try {
      List<String> words = new ArrayList<>(command);
      words.add(address);
      new ProcessBuilder(words)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }
}
