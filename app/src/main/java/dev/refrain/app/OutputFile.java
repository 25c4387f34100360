package dev.refrain.app;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that a command will write when its work is done.
final class OutputFile {
  private OutputFile() {}

  /// Fails before the work, not after it.
  ///
  /// @throws NoSuchFileException if there is no folder for the file
  static void requireFolder(Path file) throws NoSuchFileException {
    if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
      throw new NoSuchFileException(file.toString());
    }
  }
}
