package io.apibuddy.ports.store.local;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body that is fetched chunk by chunk, cut as {@link Chunking} says. It holds nothing of the
 * engine between two chunks.
 */
public final class ChunkedBody implements Body.Stream {

  /** The chunks of one entry. */
  public interface Source {

    /** Returns the content of a chunk; empty if it is missing or does not match its checksum. */
    Optional<ByteBuffer> chunk(long sequence);

    /** Reports that a chunk is missing or damaged. */
    void damaged();

    /** Releases the source. Called once, when the {@link ChunkedBody} is closed. */
    void close();
  }

  private final Source source;
  private final long length;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final InputStream stream;

  private ChunkedBody(Source source, Content content, long length) {
    this.source = source;
    this.length = length;
    this.stream = new ContentStream(content);
  }

  /**
   * Opens the content of an entry. If the requested part lies in one chunk, the body is in memory;
   * otherwise it is a {@link ChunkedBody}, which closes the source. In every other case, also if
   * this method throws, closing the source is up to the caller.
   *
   * @param length the length of the whole content in bytes
   * @param offset where to begin
   * @return empty if the first chunk is damaged, which was reported to the source
   * @throws IllegalArgumentException if the offset is negative or beyond the end
   */
  public static Optional<Body> open(Source source, long length, long offset) {
    if (offset < 0 || offset > length) {
      throw new IllegalArgumentException("offset " + offset + " is not within 0 to " + length);
    }
    if (offset == length) {
      return Optional.of(Body.EMPTY);
    }
    Content content = new Content(source, length, offset);
    return content
        .advance()
        .map(
            first ->
                first.remaining() == length - offset
                    ? new Body.Bytes(first)
                    : new ChunkedBody(source, content, length - offset));
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

  /** The position of the reader in the content. */
  private static final class Content {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Source source;
    private final long length;
    private long position;
    private ByteBuffer chunk = NOTHING;

    /** Starts at {@code position}, which may lie within a chunk. */
    private Content(Source source, long length, long position) {
      this.source = source;
      this.length = length;
      this.position = position;
    }

    /**
     * Returns the rest of the current chunk, or else the next chunk; a buffer without remaining
     * bytes at the end; empty if the chunk is damaged.
     */
    private Optional<ByteBuffer> advance() {
      if (chunk.hasRemaining() || position == length) {
        return Optional.of(chunk);
      }
      long sequence = position / Chunking.SIZE;
      Optional<ByteBuffer> next = source.chunk(sequence);
      if (next.isEmpty() || next.get().remaining() != Chunking.size(sequence, length)) {
        source.damaged();
        return Optional.empty();
      }
      ByteBuffer whole = next.get().slice();
      chunk = whole.position((int) (position % Chunking.SIZE)).slice();
      position += chunk.remaining();
      return Optional.of(chunk);
    }
  }

  private final class ContentStream extends InputStream {
    private final Content content;

    private ContentStream(Content content) {
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      ByteBuffer chunk = chunk();
      return chunk.hasRemaining() ? chunk.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, target.length);
      if (count == 0) {
        requireOpen();
        return 0;
      }
      ByteBuffer chunk = chunk();
      if (!chunk.hasRemaining()) {
        return -1;
      }
      int part = Math.min(count, chunk.remaining());
      chunk.get(target, offset, part);
      return part;
    }

    @Override
    public int available() {
      return closed.get() ? 0 : content.chunk.remaining();
    }

    @Override
    public void close() {
      ChunkedBody.this.close();
    }

    private ByteBuffer chunk() throws IOException {
      requireOpen();
      try {
        ByteBuffer chunk =
            content.advance().orElseThrow(() -> new IOException("a stored body is damaged"));
        requireOpen();
        return chunk;
      } catch (StoreException e) {
        throw new IOException("the store failed while a body was read", e);
      }
    }
  }
}
