package dev.refrain.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/// The text that a model goes on from.
final class Prompt {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "The text to go on from; - reads it from standard input.")
  private String given;

  boolean isGiven() {
    return given != null;
  }

  boolean isStandardInput() {
    return STANDARD_INPUT.equals(given);
  }

  /// The prompt; empty if none is given.
  String text() throws IOException {
    if (given == null) {
      return "";
    }
    if (!given.equals(STANDARD_INPUT)) {
      return given;
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(System.in.readAllBytes()))
              .toString();
      // `echo "Call me" |` ends with a line end that nobody means.
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (CharacterCodingException e) {
      throw new CommandFailed("the prompt on standard input is not UTF-8", e);
    }
  }
}
