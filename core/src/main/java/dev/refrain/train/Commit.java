package dev.refrain.train;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Several files of a model's folder replaced as one. New files are first written to
/// `training/saving`; when all are on the disk, that folder is renamed to `training/saved`, and
/// from this moment they count; then each is moved to its own place. A kill before the rename
/// leaves the old files as they were; a kill after it leaves moves that [#finish] completes. So
/// the files always belong together, and a full disk costs nothing but the attempt.
///
/// A file in `training/saved` is newer than the one of the same name in its place.
final class Commit {
  static final String TRAINING = "training";
  private static final String SAVING = "saving";
  private static final String SAVED = "saved";

  /// While this lies among the saved files, none has been moved yet, and what the folder holds of
  /// another model must go first.
  private static final String REPLACES = "replaces";

  private final Path folder;
  private final Path saving;

  private Commit(Path folder) {
    this.folder = folder;
    saving = folder.resolve(TRAINING).resolve(SAVING);
  }

  /// Begins to write; [#finish] must have been called since the folder was opened.
  static Commit begin(Path folder) throws IOException {
    Commit commit = new Commit(folder);
    deleteFlat(commit.saving);
    Files.createDirectories(commit.saving);
    return commit;
  }

  /// Adds a file, to be moved to `folder/name`, where the name may begin with `training/`.
  void add(String name, AtomicFiles.Content content) throws IOException {
    AtomicFiles.writeDurably(saving.resolve(flat(name)), content);
  }

  /// Says that this is another model than the one the folder may hold.
  void replaceAll() throws IOException {
    add(REPLACES, channel -> {});
  }

  /// Makes all added files count, at once.
  void complete() throws IOException {
    AtomicFiles.force(saving);
    AtomicFiles.move(saving, saved(folder));
    AtomicFiles.force(saving.getParent());
    finish(folder);
  }

  /// Gives up what was added so far; the folder stays as it was.
  void abandon() {
    try {
      deleteFlat(saving);
    } catch (IOException e) {
      // The next commit deletes it; the error that led here is the one to report.
    }
  }

  /// Completes the moves of a commit that a kill interrupted; does nothing if there are none.
  static void finish(Path folder) throws IOException {
    Path saved = saved(folder);
    if (!Files.isDirectory(saved)) {
      return;
    }
    if (Files.exists(saved.resolve(REPLACES))) {
      for (Path file : ModelFiles.present(folder)) {
        Files.deleteIfExists(file);
      }
      Files.delete(saved.resolve(REPLACES));
    }
    for (Path file : list(saved)) {
      String name = file.getFileName().toString();
      Path place = folder.resolve(unflat(name));
      if (ModelFiles.isOne(unflat(name))) {
        AtomicFiles.move(file, place);
      }
    }
    AtomicFiles.force(folder);
    AtomicFiles.force(folder.resolve(TRAINING));
    deleteFlat(saved);
  }

  /// Where a file's content is at present: among the saved files that still wait to be moved, or
  /// in its place.
  static Path locate(Path folder, String name) {
    Path waiting = saved(folder).resolve(flat(name));
    return Files.exists(waiting) ? waiting : folder.resolve(name);
  }

  private static Path saved(Path folder) {
    return folder.resolve(TRAINING).resolve(SAVED);
  }

  private static String flat(String name) {
    return name.startsWith(TRAINING + "/") ? name.replace('/', '-') : name;
  }

  private static String unflat(String name) {
    return name.startsWith(TRAINING + "-") ? name.replaceFirst("-", "/") : name;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// Deletes a folder that holds nothing but files.
  private static void deleteFlat(Path folder) throws IOException {
    for (Path file : list(folder)) {
      Files.delete(file);
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      throw new IOException(folder + ": is not empty, delete it by hand", e);
    }
  }
}
