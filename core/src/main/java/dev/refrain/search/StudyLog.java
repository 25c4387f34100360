package dev.refrain.search;

import dev.refrain.train.AppendedFile;
import dev.refrain.train.JsonFields;
import dev.refrain.train.ModelFormatException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A study's events in `trials.jsonl`, one JSON object a line, appended only. What a trial came to is
/// on the disk before the next one begins. A kill may tear the last line: a reader leaves it out, and
/// who goes on writing cuts it off.
public final class StudyLog implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile file;

  private StudyLog(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /// What a log holds.
  ///
  /// @param events whole lines, in order
  /// @param torn whether a last line was begun and not ended
  /// @param length of the whole lines, in bytes
  public record Content(List<StudyEvent> events, boolean torn, long length) {
    public Content {
      events = List.copyOf(events);
    }
  }

  /// Reads a log, also while another process writes it. One that is not there is empty.
  ///
  /// @throws ModelFormatException naming the line, if one that is whole is no event
  public static Content read(Path path) throws IOException {
    byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    List<StudyEvent> events = new ArrayList<>();
    int begin = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        String source = "%s, line %d".formatted(path, events.size() + 1);
        byte[] line = Arrays.copyOfRange(bytes, begin, end);
        events.add(StudyEventJson.read(JsonFields.parse(source, line)));
        begin = end + 1;
      }
    }
    return new Content(events, begin < bytes.length, begin);
  }

  /// Opens a log to go on behind its first `length` bytes.
  static StudyLog open(Path path, long length) throws IOException {
    RandomAccessFile file = AppendedFile.open(path, length);
    return new StudyLog(path, file);
  }

  /// Adds an event. Progress may still be on its way to the disk when this returns, all else is
  /// there.
  synchronized void append(StudyEvent event) throws IOException {
    String line = StudyEventJson.of(event) + "\n";
    file.write(line.getBytes(StandardCharsets.UTF_8));
    if (!(event instanceof StudyEvent.Progressed)) {
      file.getFD().sync();
    }
  }

  Path path() {
    return path;
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
