package io.apibuddy.ports.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message (RFC 9110 section 6.4): either in memory or pulled from a stream.
 *
 * <p>A body is read by one thread at a time. {@link #close} may come from any thread, ends a
 * blocked read with an {@link java.io.IOException}, can be called again and never throws. A body
 * that is shorter than its length, or whose connection broke, ends in an {@code IOException}, never
 * in a clean end of stream.
 */
public sealed interface Body extends AutoCloseable {

  /** A body of no bytes. */
  Bytes EMPTY = new Bytes(new byte[0]);

  /** Returns the number of bytes, or -1 if it is not known beforehand. */
  long length();

  /** Returns the bytes from the start; of a {@link Stream} it is always the same object. */
  InputStream stream();

  @Override
  void close();

  /**
   * A whole body in memory: immutable, safe for concurrent use, can be read any number of times.
   */
  final class Bytes implements Body {
    private final ByteBuffer content;

    /** Takes over {@code content}, which must not be changed afterwards. */
    public Bytes(byte[] content) {
      this(ByteBuffer.wrap(content));
    }

    /**
     * Takes over the remaining bytes of {@code content} (heap or direct), which must not be changed
     * afterwards.
     */
    public Bytes(ByteBuffer content) {
      this.content = content.slice().asReadOnlyBuffer();
    }

    /** Returns a read-only view of all bytes with a position of its own. */
    public ByteBuffer buffer() {
      return content.duplicate();
    }

    /**
     * Returns the bytes from {@code offset} on, without a copy.
     *
     * @throws IllegalArgumentException if there is no such offset
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
      content.duplicate().get(copy);
      return copy;
    }

    @Override
    public long length() {
      return content.remaining();
    }

    @Override
    public InputStream stream() {
      return new ByteArrayInputStream(toByteArray());
    }

    @Override
    public void close() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
      return content.hashCode();
    }

    /** The size only: content is never printed. */
    @Override
    public String toString() {
      return "Bytes[" + length() + "]";
    }
  }

  /** A body that is pulled once, with back-pressure: what is not read is not fetched. */
  non-sealed interface Stream extends Body {

    /**
     * Returns the stream. {@code read} into an array returns what is there as soon as at least one
     * byte is, so that an event stream can be passed on event by event.
     */
    @Override
    InputStream stream();

    /**
     * Returns the trailer section (RFC 9110 section 6.5); meaningful only after the end of the
     * stream, empty when there was none.
     */
    default Headers trailers() {
      return Headers.EMPTY;
    }

    /**
     * Returns a body without trailers that reads {@code source} and closes it quietly; a source
     * that ends before {@code length}, -1 if not known, ends in an {@code IOException}.
     */
    static Stream of(InputStream source, long length) {
      return new InputStreamBody(Objects.requireNonNull(source, "source"), length);
    }
  }
}
