package io.apibuddy.store.sqlite;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Content that is fetched chunk by chunk; holds nothing of the database between two chunks. */
final class ChunkedBody implements Body.Stream {

  /** Fetches a chunk, null if it is missing or damaged. */
  interface Source {
    byte @Nullable [] chunk(long sequence);
  }

  private final Source source;
  private final long length;
  private final Runnable onDamage;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Chunks stream;

  /**
   * Opens content at an offset.
   *
   * @param first the chunk that the offset lies in
   * @param length bytes of the whole content
   * @param onDamage is run when a chunk is missing or damaged
   * @param onClose is run once
   */
  ChunkedBody(
      Source source, byte[] first, long offset, long length, Runnable onDamage, Runnable onClose) {
    this.source = source;
    this.length = length - offset;
    this.onDamage = onDamage;
    this.onClose = onClose;
    this.stream = new Chunks(first, offset, length);
  }

  /** Returns how many bytes the chunk at {@code sequence} of a content has. */
  static int chunkSize(long sequence, long length) {
    return (int) Math.min(EntryChunks.SIZE, length - sequence * EntryChunks.SIZE);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  private final class Chunks extends InputStream {
    private final long end;
    private byte[] current;
    private long sequence;
    private int position;

    private Chunks(byte[] first, long offset, long end) {
      this.end = end;
      this.current = first;
      this.sequence = offset / EntryChunks.SIZE;
      this.position = (int) (offset % EntryChunks.SIZE);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (closed.get()) {
        throw new IOException("the body is closed");
      }
      if (count == 0) {
        return 0;
      }
      if (position == current.length) {
        if (sequence * EntryChunks.SIZE + position >= end) {
          return -1;
        }
        current = fetch(sequence + 1);
        sequence++;
        position = 0;
      }
      int part = Math.min(count, current.length - position);
      System.arraycopy(current, position, target, offset, part);
      position += part;
      return part;
    }

    @Override
    public int available() {
      return closed.get() ? 0 : current.length - position;
    }

    @Override
    public void close() {
      ChunkedBody.this.close();
    }

    private byte[] fetch(long next) throws IOException {
      byte @Nullable [] chunk;
      try {
        chunk = source.chunk(next);
      } catch (StoreException e) {
        throw new IOException("the store failed while a body was read", e);
      }
      if (closed.get()) {
        throw new IOException("the body is closed");
      }
      if (chunk == null || chunk.length != chunkSize(next, end)) {
        onDamage.run();
        throw new IOException("a stored body is damaged");
      }
      return chunk;
    }
  }
}
