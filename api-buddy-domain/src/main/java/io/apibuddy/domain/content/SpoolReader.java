package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The position of one reader in a {@link Spool}. Read by one thread, closed by any. */
public final class SpoolReader extends InputStream {
  private static final Spool.Chunk NOTHING = new Spool.Chunk(Body.EMPTY);

  private final Spool spool;
  private Spool.Chunk chunk; // guarded by the spool's lock, as are the fields below
  private int offset;
  private long position;
  private boolean closed;

  SpoolReader(Spool spool, Spool.Chunk first) {
    this.spool = spool;
    this.chunk = first;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    return length == 0 ? 0 : spool.read(this, target, from, length);
  }

  @Override
  public int available() {
    return spool.available(this);
  }

  @Override
  public void close() {
    spool.leave(this);
  }

  /** Returns the whole content if it has ended and is a single chunk, otherwise null. */
  public Body.@Nullable Bytes whole() {
    return spool.whole(this);
  }

  /** Returns the trailer section, empty before the clean end. */
  Headers trailers() {
    return spool.trailers();
  }

  /** Returns the only chunk, if there is just one and none of it was read; otherwise null. */
  Body.@Nullable Bytes onlyChunk() {
    Spool.Chunk only = chunk.next;
    return position == 0 && only != null && only.next == null ? only.content : null;
  }

  /** Copies available bytes, across chunks; 0 if there are none. Guarded by the spool's lock. */
  int take(byte[] target, int from, int length) {
    int copied = 0;
    while (copied < length) {
      if (offset == chunk.content.length()) {
        Spool.Chunk next = chunk.next;
        if (next == null) {
          break;
        }
        chunk = next;
        offset = 0;
      }
      int count = (int) Math.min(length - copied, chunk.content.length() - offset);
      chunk.content.buffer().get(offset, target, from + copied, count);
      offset += count;
      copied += count;
    }
    position += copied;
    return copied;
  }

  long position() {
    return position;
  }

  boolean isClosed() {
    return closed;
  }

  /** Marks the reader as closed and drops its chunk: the reader may stay referenced for long. */
  void markClosed() {
    closed = true;
    chunk = NOTHING;
    offset = 0;
  }
}
