package dev.refrain.app;

import java.io.IOException;
import java.nio.charset.Charset;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/// Which of the standard streams are a person's terminal, and how wide it is.
final class Terminals {
  private static final int WIDTH_WITHOUT_TERMINAL = 80;

  private static TerminalProvider provider;

  private Terminals() {}

  static boolean isInput() {
    return is(SystemStream.Input);
  }

  static boolean isOutput() {
    return is(SystemStream.Output);
  }

  static boolean isError() {
    return is(SystemStream.Error);
  }

  /// True where lines may be redrawn and coloured on `stream`.
  static boolean isCapable(SystemStream stream) {
    return is(stream) && !"dumb".equals(System.getenv("TERM"));
  }

  /// True where colour is wanted too: see https://no-color.org.
  static boolean isColoured(SystemStream stream) {
    return isCapable(stream) && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  }

  /// True if the terminal shows characters beyond ASCII.
  static boolean isUnicode() {
    return Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
        .newEncoder()
        .canEncode('█');
  }

  /// Columns of the terminal behind `stream`.
  static int width(SystemStream stream) {
    try {
      int width = is(stream) ? provider().systemStreamWidth(stream) : 0;
      return width > 0 ? width : WIDTH_WITHOUT_TERMINAL;
    } catch (RuntimeException | IOException e) {
      return WIDTH_WITHOUT_TERMINAL;
    }
  }

  private static boolean is(SystemStream stream) {
    try {
      return provider().isSystemStream(stream);
    } catch (RuntimeException | IOException e) {
      return false; // no such tools here, so no terminal we could speak to
    }
  }

  /// The provider that asks the system's own commands (`test`, `stty`): the others need native code.
  private static synchronized TerminalProvider provider() throws IOException {
    if (provider == null) {
      provider = TerminalProvider.load("exec");
    }
    return provider;
  }
}
