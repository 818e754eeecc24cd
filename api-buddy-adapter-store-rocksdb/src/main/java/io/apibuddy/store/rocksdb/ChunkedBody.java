package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content that is fetched chunk by chunk; holds nothing of the database between two chunks. */
final class ChunkedBody implements Body.Stream {

  /** Where chunks come from. */
  interface Source {

    /** Returns a whole chunk; empty if it is missing or damaged. */
    Optional<ByteBuffer> chunk(long sequence);

    /** Is called once, when the body is closed. */
    void close();
  }

  private final Source source;
  private final long length;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final InputStream stream;

  /**
   * Opens content.
   *
   * @param sequence which chunk comes first
   * @param first what is to be read of it
   * @param length bytes to be read in all
   */
  ChunkedBody(Source source, long sequence, ByteBuffer first, long length) {
    this.source = source;
    this.length = length;
    this.stream = new Content(sequence, first, length - first.remaining());
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
      source.close();
    }
  }

  private void requireOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("the body is closed");
    }
  }

  private final class Content extends InputStream {
    private long sequence;
    private ByteBuffer chunk;
    private long behind;

    /** {@code behind} is how many bytes come after {@code chunk}. */
    private Content(long sequence, ByteBuffer chunk, long behind) {
      this.sequence = sequence;
      this.chunk = chunk;
      this.behind = behind;
    }

    @Override
    public int read() throws IOException {
      requireOpen();
      return advance() ? chunk.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      requireOpen();
      if (count == 0) {
        return 0;
      }
      if (!advance()) {
        return -1;
      }
      int part = Math.min(count, chunk.remaining());
      chunk.get(target, offset, part);
      return part;
    }

    @Override
    public int available() {
      return closed.get() ? 0 : chunk.remaining();
    }

    @Override
    public void close() {
      ChunkedBody.this.close();
    }

    /** Returns whether there is something to be read in the chunk at hand. */
    private boolean advance() throws IOException {
      if (!chunk.hasRemaining() && behind > 0) {
        chunk = fetch(sequence + 1);
        sequence++;
        behind -= chunk.remaining();
      }
      return chunk.hasRemaining();
    }

    private ByteBuffer fetch(long next) throws IOException {
      Optional<ByteBuffer> fetched;
      try {
        fetched = source.chunk(next);
      } catch (StoreException e) {
        throw new IOException("the store failed while a body was read", e);
      }
      requireOpen();
      return fetched.orElseThrow(() -> new IOException("a stored body is damaged"));
    }
  }
}
