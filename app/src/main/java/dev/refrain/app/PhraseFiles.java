package dev.refrain.app;

import dev.refrain.app.phrasebook.PhraseBook;
import dev.refrain.app.phrasebook.PhrasePair;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The phrase book as files that people read and `train translation` learns: a sentence, a tab and
/// its translation on each line.
final class PhraseFiles {
  private PhraseFiles() {}

  /// Writes the part to learn from to `file`, and the part that is held out beside it.
  static void write(PhraseBook book, Path file) throws IOException {
    Path heldOut = heldOut(file);
    if (Files.exists(heldOut)) {
      throw exists(heldOut);
    }
    write(book.training(), file);
    write(book.heldOut(), heldOut);
    System.out.printf(
        "%,d pairs to learn from are in %s, %,d others in %s.%n",
        book.training().size(), file, book.heldOut().size(), heldOut);
  }

  /// `phrases-held-out.tsv` beside `phrases.tsv`.
  static Path heldOut(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    int stem = dot > 0 ? dot : name.length();
    return file.resolveSibling(name.substring(0, stem) + "-held-out" + name.substring(stem));
  }

  private static void write(List<PhrasePair> pairs, Path file) throws IOException {
    List<String> lines = pairs.stream().map(pair -> pair.english() + "\t" + pair.french()).toList();
    try {
      Files.write(file, lines, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    }
  }

  private static CommandFailed exists(Path file) {
    return new CommandFailed(file + " is already there; remove it or choose another name");
  }
}
