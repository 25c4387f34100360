package dev.refrain.train;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// The run's events in `training/events.jsonl`, one JSON object a line. Of the steps it keeps every
/// tenth, so that hours fit some megabytes. A checkpoint remembers how long the log was, and a
/// resumed run cuts it to that, so each event stands there once.
final class EventLog implements TrainListener, AutoCloseable {
  private static final int STEPS_PER_LINE = 10;
  private static final int BUFFERED = 1 << 16;

  private final RandomAccessFile file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFERED);

  private EventLog(RandomAccessFile file) {
    this.file = file;
  }

  /// Opens a log to go on after its first `length` bytes.
  static EventLog open(Path path, long length) throws IOException {
    RandomAccessFile file = AppendedFile.open(path, length);
    return new EventLog(file);
  }

  @Override
  public void on(TrainEvent event) {
    boolean step = event instanceof TrainEvent.StepDone;
    if (event instanceof TrainEvent.StepDone(_, _, _, long globalStep, _, _, _, _)
        && globalStep % STEPS_PER_LINE != 0) {
      return;
    }
    try {
      byte[] line = JsonFields.MAPPER.writeValueAsBytes(EventJson.of(event));
      if (buffer.remaining() < line.length + 1) {
        flush();
      }
      if (buffer.remaining() < line.length + 1) {
        file.write(line);
      } else {
        buffer.put(line);
      }
      buffer.put((byte) '\n');
      if (!step) {
        flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush() throws IOException {
    file.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /// Waits until everything so far is on the disk; the length of the log.
  long force() throws IOException {
    flush();
    file.getFD().sync();
    return file.getFilePointer();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
