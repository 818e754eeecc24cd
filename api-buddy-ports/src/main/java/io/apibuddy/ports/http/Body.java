package io.apibuddy.ports.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message (RFC 9110 section 6.4), either in memory or read from a stream.
 *
 * <p>A body is read by one thread at a time. {@link #close} may be called from any thread and more
 * than once, never throws, and makes a blocked read fail with an {@link java.io.IOException}. If a
 * body turns out shorter than its length, or its connection breaks, reading ends in an {@code
 * IOException}, never in a clean end of stream.
 */
public sealed interface Body extends AutoCloseable {

  /** An empty body. */
  Bytes EMPTY = new Bytes(new byte[0]);

  /** Returns the number of bytes, or -1 if it is not known in advance. */
  long length();

  /**
   * Returns a stream of the content from its start. A {@link Stream} returns the same object each
   * time.
   */
  InputStream stream();

  @Override
  void close();

  /** A complete body in memory: immutable, safe for concurrent use, and readable repeatedly. */
  final class Bytes implements Body {
    private final ByteBuffer content;
    private final Runnable onClose;

    /** Creates a body that takes over {@code content}, which must not be changed afterwards. */
    public Bytes(byte[] content) {
      this(ByteBuffer.wrap(content));
    }

    /**
     * Creates a body that takes over the remaining bytes of {@code content} (heap or direct), which
     * must not be changed afterwards.
     */
    public Bytes(ByteBuffer content) {
      this(content, () -> {});
    }

    private Bytes(ByteBuffer content, Runnable onClose) {
      this.content = content.slice();
      this.onClose = onClose;
    }

    /**
     * Returns the same content as a body that runs {@code action} when it is closed for the first
     * time.
     */
    public Bytes onClose(Runnable action) {
      AtomicBoolean closed = new AtomicBoolean();
      return new Bytes(
          content,
          () -> {
            if (closed.compareAndSet(false, true)) {
              action.run();
            }
          });
    }

    /** Returns a read-only view of all bytes with its own position. */
    public ByteBuffer buffer() {
      return content.asReadOnlyBuffer();
    }

    /**
     * Returns the bytes from {@code offset} to the end, without copying them, as a body of its own:
     * closing it closes nothing else.
     *
     * @throws IllegalArgumentException if the offset is negative or beyond the end
     */
    public Bytes from(long offset) {
      if (offset < 0 || offset > length()) {
        throw new IllegalArgumentException("offset " + offset + " is not within 0 to " + length());
      }
      return new Bytes(content.duplicate().position((int) offset));
    }

    /** Returns a copy of all bytes. */
    public byte[] toByteArray() {
      byte[] copy = new byte[content.remaining()];
      content.get(0, copy);
      return copy;
    }

    @Override
    public long length() {
      return content.remaining();
    }

    @Override
    public InputStream stream() {
      return content.hasArray()
          ? new ByteArrayInputStream(content.array(), content.arrayOffset(), content.remaining())
          : new ByteArrayInputStream(toByteArray());
    }

    @Override
    public void close() {
      onClose.run();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
      return content.hashCode();
    }

    /** Shows the size only; content is never printed. */
    @Override
    public String toString() {
      return "Bytes[" + length() + "]";
    }
  }

  /** A body that can be read once, with back-pressure: data is fetched only as it is read. */
  non-sealed interface Stream extends Body {

    /**
     * Returns the stream. Reading into an array returns as soon as at least one byte is available,
     * so that an event stream can be relayed event by event.
     */
    @Override
    InputStream stream();

    /**
     * Returns the trailer section (RFC 9110 section 6.5), empty if there is none. Valid only after
     * the end of the stream was read.
     */
    default Headers trailers() {
      return Headers.EMPTY;
    }

    /**
     * Returns a body without trailers that reads {@code source}; closing it ignores errors. If the
     * source ends before {@code length} bytes (-1 if not known), reading fails with an {@code
     * IOException}.
     */
    static Stream of(InputStream source, long length) {
      return new InputStreamBody(Objects.requireNonNull(source, "source"), length);
    }
  }
}
