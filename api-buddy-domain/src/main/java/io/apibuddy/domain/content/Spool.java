package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.memory.ByteBudget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The content of one answer in flight. One writer appends to it, and every reader follows from the
 * first byte at its own pace. Safe for concurrent use.
 *
 * <p>The content is a linked list of chunks. Each reader references its current chunk, so chunks
 * that all readers have passed are garbage. All spools share a byte budget. Once it is used up, or
 * on request, a spool becomes a window: no reader can join any more, and the writer waits for the
 * slowest one. Beyond the budget each spool holds little, so that slow readers leave memory to
 * others.
 */
public final class Spool {

  /** How far the writer of a window may be ahead of its slowest reader, in bytes. */
  static final int WINDOW = 256 << 10;

  /** How much of that the budget need not cover, in bytes. */
  static final int UNCOVERED = 8 << 10;

  /** Pieces that are no longer together are kept as one, in bytes: each takes some 150 more. */
  private static final int JOINED = 256;

  /**
   * A piece of the content; the first one of the list is empty, and only the last one grows.
   * Guarded by the spool's lock.
   */
  static final class Chunk {
    Body.Bytes content;
    @Nullable Chunk next;

    Chunk(Body.Bytes content) {
      this.content = content;
    }
  }

  private final BudgetShare share;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Condition shrunk = lock.newCondition();
  private final SpoolReaders readers = new SpoolReaders();
  private @Nullable Chunk first; // null: no reader can join, and this is a window
  private Chunk last;
  private long end; // bytes appended so far
  private boolean writerWaits; // for room
  private boolean finished;
  private @Nullable IOException failure;
  private Headers trailers = Headers.EMPTY;
  private Runnable onLastReaderGone = () -> {};

  /**
   * Creates an empty spool.
   *
   * @param timeout how long a reader waits for the next byte, and for another reader that holds up
   *     the writer; a reader that holds up nobody may take as long as it likes
   */
  public Spool(ByteBudget budget, Duration timeout) {
    this.share = new BudgetShare(budget);
    this.timeout = timeout;
    this.last = new Chunk(Body.EMPTY);
    this.first = last;
  }

  /** Sets the action that runs, outside the lock, when the last reader leaves before the end. */
  public void onLastReaderGone(Runnable action) {
    onLastReaderGone = action;
  }

  /** Returns a reader that starts at the first byte, null if no reader can join any more. */
  public @Nullable SpoolReader join() {
    lock.lock();
    try {
      if (first == null) {
        return null;
      }
      SpoolReader reader = new SpoolReader(this, first);
      readers.add(reader);
      return reader;
    } finally {
      lock.unlock();
    }
  }

  /** Turns this spool into a window, whatever is left of the budget. */
  public void becomeWindow() {
    lock.lock();
    try {
      first = null;
      releaseSpace();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the spool to new readers if it has none; returns whether it had none. */
  public boolean closeUnread() {
    lock.lock();
    try {
      if (!readers.isEmpty()) {
        return false;
      }
      first = null;
      releaseSpace();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the spool has a reader. */
  public boolean hasReaders() {
    lock.lock();
    try {
      return !readers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is room for a piece, which is at once unless this is a window. A window has
   * room while its slowest reader is less than {@link #WINDOW} behind, and the budget covers all
   * but {@link #UNCOVERED} bytes of what that reader has not read.
   *
   * @throws InterruptedException if the writer was interrupted while it waited
   */
  public void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (first == null && end - readers.slowest(end) >= window()) {
        setWriterWaits(true);
        if (left <= 0) {
          readers.closeLagging(end - window(), end);
          releaseSpace();
          left = timeout.toNanos();
        } else {
          left = shrunk.awaitNanos(left);
        }
      }
    } finally {
      setWriterWaits(false);
      lock.unlock();
    }
  }

  /** Wakes waiting readers at a change: the time for which they are held up does not count. */
  private void setWriterWaits(boolean waits) {
    if (writerWaits != waits) {
      writerWaits = waits;
      grown.signalAll();
    }
  }

  /**
   * Appends a piece. This becomes a window if the budget does not cover it. Windows leave half of
   * the budget to spools that readers can still join.
   */
  public void append(Body.Bytes piece) {
    lock.lock();
    try {
      boolean window = first == null;
      long length = piece.length();
      boolean covered = window ? share.tryReserveFromHalf(length) : share.tryReserve(length);
      if (!covered) {
        first = null;
      }
      if (isJoinedToLast(length)) {
        last.content = joined(last.content, piece);
      } else {
        Chunk chunk = new Chunk(piece);
        last.next = chunk;
        last = chunk;
      }
      end += length;
      grown.signalAll();
      releaseSpace();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a next piece of that length is joined to the last one: if that is kept. */
  private boolean isJoinedToLast(long length) {
    long before = last.content.length();
    return before > 0 && before + length <= JOINED && (first != null || readers.slowest(end) < end);
  }

  private static Body.Bytes joined(Body.Bytes start, Body.Bytes rest) {
    return new Body.Bytes(
        ByteBuffer.allocate((int) (start.length() + rest.length()))
            .put(start.buffer())
            .put(rest.buffer())
            .flip());
  }

  /**
   * Ends the content cleanly.
   *
   * @param closing the trailer section
   */
  public void finish(Headers closing) {
    end(null, closing);
  }

  /** Ends the content with an error, which each reader gets after the bytes that came before it. */
  public void fail(IOException reason) {
    end(reason, Headers.EMPTY);
  }

  /** Returns the trailer section, empty before the clean end. */
  Headers trailers() {
    lock.lock();
    try {
      return trailers;
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable IOException reason, Headers closing) {
    lock.lock();
    try {
      if (!finished) {
        finished = true;
        failure = reason;
        trailers = closing;
        first = null;
        grown.signalAll();
        releaseSpace();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reads at least one byte for {@code reader}, waiting for it; returns -1 at the clean end. */
  int read(SpoolReader reader, byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      awaitContent(reader);
      int count = reader.take(target, offset, length);
      if (count > 0 && first == null) {
        releaseSpace();
      }
      return count == 0 ? -1 : count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes {@code reader} can read without waiting. */
  int available(SpoolReader reader) {
    lock.lock();
    try {
      return (int) Math.min(Integer.MAX_VALUE, end - reader.position());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the whole content if it has ended cleanly and is a single chunk, otherwise null. */
  Body.@Nullable Bytes whole(SpoolReader reader) {
    lock.lock();
    try {
      boolean clean = finished && failure == null && trailers.isEmpty();
      return clean && !reader.isClosed() ? reader.onlyChunk() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a reader, waking it if it waits. */
  void leave(SpoolReader reader) {
    boolean wasLast = false;
    lock.lock();
    try {
      if (readers.remove(reader)) {
        grown.signalAll();
        releaseSpace();
        wasLast = readers.isEmpty() && !finished;
      }
    } finally {
      lock.unlock();
    }
    if (wasLast) {
      onLastReaderGone.run();
    }
  }

  private void awaitContent(SpoolReader reader) throws IOException, InterruptedException {
    long left = timeout.toNanos();
    while (reader.position() == end && !finished && !reader.isClosed()) {
      if (left <= 0) {
        throw new IOException("nothing more came in time");
      }
      boolean heldUp = writerWaits;
      long rest = grown.awaitNanos(left);
      left = heldUp ? timeout.toNanos() : rest;
    }
    if (reader.isClosed()) {
      throw new IOException("closed");
    }
    if (reader.position() == end && failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  /** Returns how far behind a reader has to be for the writer to wait for it, in bytes. */
  private long window() {
    return Math.min(WINDOW, share.taken() + UNCOVERED);
  }

  /** Returns unused bytes to the budget and wakes a writer that waits for room. */
  private void releaseSpace() {
    if (first == null) {
      share.shrinkTo(end - readers.slowest(end));
      shrunk.signalAll();
    }
  }
}
