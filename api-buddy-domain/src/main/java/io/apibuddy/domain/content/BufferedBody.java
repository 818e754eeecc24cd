package io.apibuddy.domain.content;

import io.apibuddy.domain.cache.JsonOutline;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ScratchSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body that was read completely, in memory or into scratch space, so that a key can be
 * made from it and it can be sent more than once. Closing releases memory and scratch space. May be
 * used by one thread after another.
 */
public final class BufferedBody implements AutoCloseable {

  /** An empty body. */
  public static final BufferedBody NONE = new BufferedBody(Body.EMPTY, null, 0, () -> {});

  private static final int BEGINNING = 256 << 10;

  private final Body.Bytes memory;
  private final ScratchSpace.@Nullable Scratch scratch;
  private final long length;
  private final Runnable release;
  private final List<InputStream> opened = new ArrayList<>(1); // guarded by this, as is closed
  private boolean closed;

  public BufferedBody(
      Body.Bytes memory, ScratchSpace.@Nullable Scratch scratch, long length, Runnable release) {
    this.memory = memory;
    this.scratch = scratch;
    this.length = length;
    this.release = release;
  }

  /** Returns a buffered view of a body that the front end holds in memory. */
  public static BufferedBody of(Body.Bytes memory) {
    return memory.length() == 0 ? NONE : new BufferedBody(memory, null, memory.length(), () -> {});
  }

  public long length() {
    return length;
  }

  /** Returns a new stream that starts at the first byte. */
  public synchronized InputStream stream() throws IOException {
    if (scratch == null) {
      return memory.stream();
    }
    InputStream input = scratch.input();
    opened.add(input);
    return input;
  }

  /** Returns whether the content begins as gzip does (RFC 1952 section 2.3.1). */
  public boolean beginsAsGzip() throws IOException {
    if (scratch == null) {
      ByteBuffer content = memory.buffer();
      return content.remaining() > 1 && isGzip(content.get(), content.get());
    }
    try (InputStream content = stream()) {
      return isGzip((byte) content.read(), (byte) content.read());
    }
  }

  private static boolean isGzip(byte first, byte second) {
    return first == 0x1F && second == (byte) 0x8B;
  }

  /** Returns the first 256 KiB of the content, or all of it if it is shorter, decoded as UTF-8. */
  public String beginning() throws IOException {
    try (InputStream content = stream()) {
      return new String(content.readNBytes(BEGINNING), StandardCharsets.UTF_8);
    }
  }

  /**
   * Returns text in which the members of the outermost object, or of the objects in the outermost
   * array, can be found if the content is JSON: a short body as a whole, a long one reduced to
   * these members.
   *
   * @param gzip whether the content is said to be coded as gzip; what does not begin as gzip does
   *     is read as it is
   * @return null if the text cannot be determined, because the content is too long or is broken
   * @throws IOException if the content cannot be read
   */
  public @Nullable String outline(boolean gzip) throws IOException {
    if (gzip && beginsAsGzip()) {
      return decodedOutline();
    }
    String beginning = beginning();
    String text = beginning.stripLeading();
    if (length <= BEGINNING || !(text.startsWith("{") || text.startsWith("["))) {
      return beginning;
    }
    try (InputStream content = stream()) {
      return JsonOutline.of(content);
    }
  }

  private @Nullable String decodedOutline() throws IOException {
    try (InputStream content = stream();
        InputStream decoded = new GZIPInputStream(content)) {
      byte[] beginning = decoded.readNBytes(BEGINNING);
      return beginning.length < BEGINNING
          ? new String(beginning, StandardCharsets.UTF_8)
          : JsonOutline.of(new SequenceInputStream(new ByteArrayInputStream(beginning), decoded));
    } catch (IOException e) {
      return null; // if the content itself cannot be read, sending it fails too
    }
  }

  /** Returns the content if it is in memory, otherwise null. */
  public Body.@Nullable Bytes inMemory() {
    return scratch == null ? memory : null;
  }

  /**
   * Returns the content, which must be in memory.
   *
   * @throws IllegalStateException if it is in scratch space
   */
  public Body.Bytes whole() {
    if (scratch != null) {
      throw new IllegalStateException("part of it is in scratch space");
    }
    return memory;
  }

  /** Returns the content as a body that can be sent once. */
  public Body body() throws IOException {
    return scratch == null ? memory : Body.Stream.of(stream(), length);
  }

  /**
   * Returns the content as a body that can be sent once and that owns this buffer: closing it
   * closes the buffer. A body in memory is released from the budget at once and left to the garbage
   * collector.
   */
  public Body handedOver() throws IOException {
    if (scratch == null) {
      close();
      return memory;
    }
    return new HandedOver(this, stream());
  }

  private record HandedOver(BufferedBody origin, InputStream stream) implements Body.Stream {

    @Override
    public long length() {
      return origin.length;
    }

    @Override
    public void close() {
      origin.close();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      opened.forEach(input -> Body.Stream.of(input, -1).close());
      if (scratch != null) {
        scratch.close();
      }
      release.run();
    }
  }
}
