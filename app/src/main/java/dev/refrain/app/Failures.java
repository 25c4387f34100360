package dev.refrain.app;

import dev.refrain.data.DataException;
import dev.refrain.train.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Says in one sentence what went wrong.
final class Failures {
  private Failures() {}

  static String sentence(Throwable failure) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> sentence(e.getCause());
      case ExecutionException e when e.getCause() != null -> sentence(e.getCause());
      case UncheckedIOException e -> io(e.getCause());
      case IOException e -> io(e);
      case OutOfMemoryError e ->
          "out of memory at a limit of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB; use a smaller --batch or --hidden, or allow more, for example with"
              + " REFRAIN_JAVA_OPTS=-Xmx4g";
      case CommandFailed e -> e.getMessage();
      case WrongUsage e -> e.getMessage();
      case DataException e -> withoutPeriod(oneLine(e.getMessage()));
      case TrainingException e -> withoutPeriod(oneLine(e.getMessage()));
      case IllegalArgumentException e when e.getMessage() != null -> oneLine(e.getMessage());
      case IllegalStateException e when e.getMessage() != null -> oneLine(e.getMessage());
      default ->
          "failed unexpectedly ("
              + oneLine(failure.toString())
              + "); this is a defect in Refrain: run again with --verbose and report what it"
              + " prints";
    };
  }

  private static String io(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> missing(e.getFile());
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      default -> {
        String message = failure.getMessage();
        yield message == null ? failure.getClass().getSimpleName() : oneLine(message);
      }
    };
  }

  /// It is the folder that is missing where a file is to be written.
  private static String missing(String file) {
    Path folder = Path.of(file).getParent();
    return folder == null || Files.isDirectory(folder)
        ? file + " does not exist"
        : "%s: there is no folder %s; make it, or name a file elsewhere".formatted(file, folder);
  }

  private static String withoutPeriod(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /// The same with a small first letter, to stand behind a colon.
  static String decapitalized(String sentence) {
    boolean startsWord =
        sentence.length() > 1
            && Character.isUpperCase(sentence.charAt(0))
            && Character.isLowerCase(sentence.charAt(1));
    return startsWord
        ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
        : sentence;
  }
}
