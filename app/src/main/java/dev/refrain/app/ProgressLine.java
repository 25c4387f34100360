package dev.refrain.app;

import java.io.PrintStream;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.Signals;

/// Shows progress on standard error: on a terminal a bar that is redrawn, elsewhere a plain line
/// every few seconds. Other lines are printed through it, so that they do not run into the bar.
///
/// Safe for several threads: a signal's speaks too.
final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PLAIN_LINE_NANOS = 5_000_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream screen = System.err;
  private final boolean redrawn;
  private final boolean coloured;
  private final boolean unicode;
  private final Object resizeHandler;
  private volatile int width;
  private long last;
  private boolean drawn;

  ProgressLine() {
    this.redrawn = Terminals.isCapable(SystemStream.Error);
    this.coloured = redrawn && Terminals.isColoured(SystemStream.Error);
    this.unicode = Terminals.isUnicode();
    this.resizeHandler =
        redrawn
            ? Signals.register("WINCH", () -> width = Terminals.width(SystemStream.Error))
            : null;
    this.width = Terminals.width(SystemStream.Error);
    this.last = System.nanoTime() - (redrawn ? REDRAW_NANOS : 0);
  }

  /// Whether [#show] would draw now: the caller need not make up what nobody sees.
  boolean isDue() {
    return System.nanoTime() - last >= (redrawn ? REDRAW_NANOS : PLAIN_LINE_NANOS);
  }

  /// Shows how far the work is, if the last time is long enough ago.
  synchronized void show(Progress progress) {
    if (!isDue()) {
      return;
    }
    last = System.nanoTime();
    if (redrawn) {
      // One column stays free: a full line would wrap on some terminals.
      screen.print(ERASE + progress.bar(width - 1, unicode, coloured));
      screen.flush();
      drawn = true;
    } else {
      screen.println(progress.plain());
    }
  }

  /// Prints a line of the command's result to standard output.
  synchronized void print(String line) {
    erase();
    System.out.println(line);
    System.out.flush();
  }

  /// Prints a remark to standard error.
  synchronized void remark(String line) {
    erase();
    screen.println(line);
  }

  /// Takes the bar away until it is next shown.
  synchronized void erase() {
    if (drawn) {
      screen.print(ERASE);
      screen.flush();
      drawn = false;
      last = System.nanoTime() - REDRAW_NANOS;
    }
  }

  @Override
  public void close() {
    erase();
    if (resizeHandler != null) {
      Signals.unregister("WINCH", resizeHandler);
    }
  }
}
