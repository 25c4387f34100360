package dev.refrain.app;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Where a person's (or a script's) lines come from.
interface LineSource extends Closeable {

  /// The next line without its end; empty when there is none.
  Optional<String> next() throws IOException;

  /// Lines from standard input: edited on a terminal, read as they are from a pipe.
  static LineSource standardInput(String prompt) throws IOException {
    return Terminals.isInput() && Terminals.isOutput() ? edited(prompt) : piped();
  }

  private static LineSource edited(String prompt) throws IOException {
    Terminal terminal = TerminalBuilder.builder().system(true).provider("exec").build();
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // "!" is punctuation here
            .build();
    return new LineSource() {
      @Override
      public Optional<String> next() {
        try {
          return Optional.of(reader.readLine(prompt));
        } catch (EndOfFileException | UserInterruptException e) {
          return Optional.empty();
        }
      }

      @Override
      public void close() throws IOException {
        terminal.close();
      }
    };
  }

  private static LineSource piped() {
    var reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return new LineSource() {
      @Override
      public Optional<String> next() throws IOException {
        return Optional.ofNullable(reader.readLine());
      }

      @Override
      public void close() {} // standard input is not ours to close
    };
  }
}
