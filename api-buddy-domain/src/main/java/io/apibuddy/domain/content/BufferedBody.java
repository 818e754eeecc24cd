package io.apibuddy.domain.content;

import io.apibuddy.domain.cache.JsonOutline;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ScratchSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body that was read whole, so that a key can be made from it and it can be sent, more
 * than once if need be. Closing it gives memory and scratch back; safe for use by one thread after
 * the other.
 */
public final class BufferedBody implements AutoCloseable {

  /** No body. */
  public static final BufferedBody NONE = new BufferedBody(Body.EMPTY, null, 0, () -> {});

  private static final int BEGINNING = 256 << 10;

  private final Body.Bytes memory;
  private final ScratchSpace.@Nullable Scratch scratch;
  private final long length;
  private final Runnable release;
  private final List<InputStream> opened = new ArrayList<>(1); // guarded by this, like closed
  private boolean closed;

  public BufferedBody(
      Body.Bytes memory, ScratchSpace.@Nullable Scratch scratch, long length, Runnable release) {
    this.memory = memory;
    this.scratch = scratch;
    this.length = length;
    this.release = release;
  }

  /** Returns a body that its front end holds in memory. */
  public static BufferedBody of(Body.Bytes memory) {
    return memory.length() == 0 ? NONE : new BufferedBody(memory, null, memory.length(), () -> {});
  }

  public long length() {
    return length;
  }

  /** Returns the content from the start. */
  public synchronized InputStream stream() throws IOException {
    if (scratch == null) {
      return memory.stream();
    }
    InputStream input = scratch.input();
    opened.add(input);
    return input;
  }

  /** Returns the content as a text, or the beginning of a long one: the first 256 KiB. */
  public String beginning() throws IOException {
    try (InputStream content = stream()) {
      return new String(content.readNBytes(BEGINNING), StandardCharsets.UTF_8);
    }
  }

  /**
   * Returns the content as a text in which members of its outermost object, or of the objects in
   * its outermost array, are found if it is JSON: all of a short one, of a long one what tells
   * them.
   *
   * @param gzip whether it is coded so
   * @return null if it cannot be told, because of its length or since it is not what it is said to
   *     be
   * @throws IOException if it cannot be read
   */
  public @Nullable String outline(boolean gzip) throws IOException {
    if (gzip) {
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
      return null; // what cannot be read at all is met again by whoever sends it
    }
  }

  /** Returns the content if it is in memory, else null. */
  public Body.@Nullable Bytes inMemory() {
    return scratch == null ? memory : null;
  }

  /** Returns the content of a body that is in memory. */
  public Body.Bytes whole() {
    if (scratch != null) {
      throw new IllegalStateException("part of it is in scratch space");
    }
    return memory;
  }

  /** Returns the content as a body to be sent once. */
  public Body body() throws IOException {
    return scratch == null ? memory : Body.Stream.of(stream(), length);
  }

  /**
   * Returns the content as a body to be sent once, which gives everything back when it is closed; a
   * small one, whose owner is from now on the garbage collector, at once.
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
