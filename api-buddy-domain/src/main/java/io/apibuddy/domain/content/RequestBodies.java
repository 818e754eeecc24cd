package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ScratchSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies for their key: up to 64 KiB in memory, the rest into scratch space, all of
 * them together within a budget. Safe for concurrent use.
 */
public final class RequestBodies {

  /** What is held in memory of one body, in bytes. */
  static final int IN_MEMORY = 64 << 10;

  private static final int BLOCK = 16 << 10;

  private final ScratchSpace scratchSpace;
  private final ByteBudget budget;

  public RequestBodies(ScratchSpace scratchSpace, ByteBudget budget) {
    this.scratchSpace = scratchSpace;
    this.budget = budget;
  }

  /**
   * What became of a body: either {@code whole}, or {@code rest} to be passed on unread.
   *
   * @param crowded whether it would be whole if others had left room for it
   */
  public record Reading(@Nullable BufferedBody whole, Body rest, boolean crowded) {}

  /**
   * Reads a body, as far as it is not longer than {@code longest} or the whole budget, the budget
   * lasts and scratch space has room.
   *
   * @throws IOException if the body broke off
   */
  public Reading read(Body body, long longest) throws IOException {
    if (body.length() == 0) {
      return whole(BufferedBody.NONE);
    }
    long limit = Math.min(longest, budget.limit());
    if (body.length() > limit) {
      return new Reading(null, body, false);
    }
    if (body instanceof Body.Bytes bytes && bytes.length() <= IN_MEMORY) {
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

  /** Returns a body that is in memory, null if the budget does not last for it. */
  public @Nullable BufferedBody keep(Body.Bytes content) {
    long length = content.length();
    if (length == 0) {
      return BufferedBody.NONE;
    }
    return budget.tryTake(length)
        ? new BufferedBody(content, null, length, () -> budget.give(length))
        : null;
  }

  /** The bytes of one body as they come. */
  private final class Collector {
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private ScratchSpace.@Nullable Scratch scratch;
    private @Nullable OutputStream output;
    private long length;
    private long taken;

    /** Keeps a block; false if the budget or scratch space does not allow it. */
    boolean keep(byte[] block, int count) {
      if (!budget.tryTake(count)) {
        return false;
      }
      taken += count;
      if (output == null && length + count <= IN_MEMORY) {
        memory.write(block, 0, count);
      } else if (!(output != null || spill()) || !written(block, count)) {
        return false;
      }
      length += count;
      return true;
    }

    /** Has what is in memory written to scratch space; false, and it stays, if that is full. */
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
          new Body.Bytes(memory.toByteArray()), scratch, length, () -> budget.give(given));
    }

    /** Returns what was kept, the block that was not, and what was not read yet, as one body. */
    Body passedOn(Body original, byte[] block, int count) throws IOException {
      BufferedBody kept = whole();
      InputStream tail = new ByteArrayInputStream(block, 0, count);
      InputStream all =
          new SequenceInputStream(new SequenceInputStream(kept.stream(), tail), original.stream());
      return new PassedOnBody(all, original, kept);
    }

    void discard() {
      if (scratch != null) {
        scratch.close();
      }
      budget.give(taken);
    }
  }

  /** A body of which the beginning was read already. */
  private record PassedOnBody(InputStream stream, Body original, BufferedBody kept)
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
