package dev.refrain.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The run's events in `training/events.jsonl`, one JSON object a line. Of the steps it keeps every
/// tenth, so that hours fit some megabytes. A checkpoint remembers how long the log was, and a
/// resumed run cuts it to that, so each event stands there once.
final class EventLog implements TrainListener, AutoCloseable {
  private static final int STEPS_PER_LINE = 10;
  private static final int BUFFERED = 1 << 16;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFERED);

  private EventLog(FileChannel channel) {
    this.channel = channel;
  }

  /// Opens a log to go on after its first `length` bytes.
  static EventLog open(Path file, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(channel.size());
    return new EventLog(channel);
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
        write(ByteBuffer.wrap(line));
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
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Waits until everything so far is on the disk; the length of the log.
  long force() throws IOException {
    flush();
    channel.force(false);
    return channel.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
