package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.memory.ByteBudget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies so that a key can be made from them: up to 64 KiB in memory, longer ones in
 * scratch space, all of them together within a byte budget. Safe for concurrent use.
 */
public final class RequestBodies {

  /** The longest body that is held in memory, in bytes. */
  static final int MAX_IN_MEMORY = 64 << 10;

  private static final int BLOCK = 16 << 10;

  private final ScratchSpace scratchSpace;
  private final ByteBudget budget;

  public RequestBodies(ScratchSpace scratchSpace, ByteBudget budget) {
    this.scratchSpace = scratchSpace;
    this.budget = budget;
  }

  /**
   * The result of reading a body: either {@code whole}, or {@code rest}, from which no key can be
   * made.
   *
   * @param whole the body, null if it could not be read completely
   * @param rest the body from its first byte, those that were read already included; empty if
   *     {@code whole} is set
   * @param outOfRoom whether the body would be whole if others had left room for it
   */
  public record Reading(@Nullable BufferedBody whole, Body rest, boolean outOfRoom) {}

  /**
   * Reads a body completely, unless it is longer than {@code maxLength} or the whole budget, or the
   * budget or the scratch space runs out.
   *
   * @throws IOException if the body broke off
   */
  public Reading read(Body body, long maxLength) throws IOException {
    if (body.length() == 0) {
      return whole(BufferedBody.NONE);
    }
    long limit = Math.min(maxLength, budget.limit());
    if (body.length() > limit) {
      return new Reading(null, body, false);
    }
    if (body instanceof Body.Bytes bytes && bytes.length() <= MAX_IN_MEMORY) {
      BufferedBody kept = keep(bytes);
      return kept == null ? new Reading(null, body, true) : whole(kept);
    }
    Collector collector = new Collector();
    boolean kept = false;
    try {
      InputStream source = body.stream();
      byte[] block = new byte[BLOCK];
      int count;
      while ((count = source.read(block)) >= 0) {
        boolean fits = collector.length + count <= limit;
        if (!fits || !collector.keep(block, count)) {
          Body rest = collector.passedOn(body, block, count);
          kept = true;
          return new Reading(null, rest, fits);
        }
      }
      kept = true;
      return whole(collector.whole());
    } finally {
      if (!kept) {
        collector.discard();
      }
    }
  }

  private static Reading whole(BufferedBody body) {
    return new Reading(body, Body.EMPTY, false);
  }

  /** Returns a body that is in memory and counts against the budget; null if too little is left. */
  public @Nullable BufferedBody keep(Body.Bytes content) {
    long length = content.length();
    if (length == 0) {
      return BufferedBody.NONE;
    }
    return budget.tryReserve(length)
        ? new BufferedBody(content, null, length, () -> budget.release(length))
        : null;
  }

  /** Collects the bytes of one body as they arrive. */
  private final class Collector {
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private ScratchSpace.@Nullable Scratch scratch;
    private @Nullable OutputStream output;
    private long length;
    private long taken;

    /** Keeps a block; returns false if the budget or the scratch space has no room for it. */
    boolean keep(byte[] block, int count) {
      if (!budget.tryReserve(count)) {
        return false;
      }
      taken += count;
      if (output == null && length + count <= MAX_IN_MEMORY) {
        memory.write(block, 0, count);
      } else if (!(output != null || spill()) || !written(block, count)) {
        return false;
      }
      length += count;
      return true;
    }

    /** Moves the bytes to scratch space; returns false, and keeps them, if there is no room. */
    private boolean spill() {
      ScratchSpace.Scratch opened = null;
      try {
        opened = scratchSpace.open();
        OutputStream target = opened.output();
        memory.writeTo(target);
        scratch = opened;
        output = target;
        memory.reset();
        return true;
      } catch (IOException e) {
        if (opened != null) {
          opened.close();
        }
        return false;
      }
    }

    private boolean written(byte[] block, int count) {
      try {
        Objects.requireNonNull(output, "spilled").write(block, 0, count);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    BufferedBody whole() throws IOException {
      if (output != null) {
        output.close();
      }
      long given = taken;
      return new BufferedBody(
          new Body.Bytes(memory.toByteArray()), scratch, length, () -> budget.release(given));
    }

    /** Returns one body of the bytes kept, the block that was not, and the unread rest. */
    Body passedOn(Body original, byte[] block, int count) throws IOException {
      BufferedBody kept = whole();
      InputStream tail = new ByteArrayInputStream(block, 0, count);
      InputStream all =
          new SequenceInputStream(new SequenceInputStream(kept.stream(), tail), original.stream());
      return new PrefixedBody(all, original, kept);
    }

    void discard() {
      if (scratch != null) {
        scratch.close();
      }
      budget.release(taken);
    }
  }

  /** A body whose beginning was read already. */
  private record PrefixedBody(InputStream stream, Body original, BufferedBody kept)
      implements Body.Stream {

    @Override
    public long length() {
      return original.length();
    }

    @Override
    public void close() {
      kept.close();
      original.close();
    }
  }
}
