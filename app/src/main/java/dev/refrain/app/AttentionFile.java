package dev.refrain.app;

import dev.refrain.app.attention.AttentionMap;
import dev.refrain.app.attention.AttentionPage;
import dev.refrain.task.translation.Translation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/// A file that attention maps are written to: a page of many, or an image of the first.
final class AttentionFile implements AutoCloseable {
  /// What a browser still shows without delay.
  private static final int MOST_MAPS = 500;

  private final Path path;
  private final AttentionPage page;
  private int maps;

  private AttentionFile(Path path, AttentionPage page) {
    this.path = path;
    this.page = page;
  }

  /// Holds that a name says what to write.
  ///
  /// @throws WrongUsage if it ends in neither .html nor .png
  static void check(Path path) {
    if (!isPage(path) && !ending(path).endsWith(".png")) {
      throw new WrongUsage(
          "--attention is '%s', expected a file whose name ends in .html or .png".formatted(path));
    }
  }

  private static boolean isPage(Path path) {
    return ending(path).endsWith(".html") || ending(path).endsWith(".htm");
  }

  private static String ending(Path path) {
    return path.toString().toLowerCase(Locale.ROOT);
  }

  /// Begins the file.
  static AttentionFile open(Path path) throws IOException {
    OutputFile.requireFolder(path);
    return new AttentionFile(
        path,
        isPage(path)
            ? new AttentionPage(Files.newBufferedWriter(path, StandardCharsets.UTF_8))
            : null);
  }

  /// Adds the map of a translation, as long as there is room.
  void add(String sentence, Translation translation) throws IOException {
    AttentionMap map = AttentionMap.of(translation).orElseThrow();
    maps++;
    if (page == null && maps == 1) {
      try (var file = Files.newOutputStream(path)) {
        ImageIO.write(map.image(), "png", file);
      }
    } else if (page != null && maps <= MOST_MAPS) {
      page.add(sentence, translation.text(), map);
    }
  }

  /// Ends the file, and says on standard error what is not in it.
  @Override
  public void close() throws IOException {
    if (page != null) {
      page.close();
    }
    int most = page == null ? 1 : MOST_MAPS;
    if (maps > most) {
      System.err.println(
          page == null
              ? "%s shows the first of %,d sentences; a name in .html takes more"
                  .formatted(path, maps)
              : "%s shows the first %,d of %,d sentences".formatted(path, most, maps));
    }
  }
}
