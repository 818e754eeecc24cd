package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The content of one answer in flight: one writer appends, every reader follows at its own pace,
 * also from the very beginning. Safe for concurrent use.
 *
 * <p>The content is a linked list of chunks of which each reader holds its own; what nobody holds
 * is garbage. All spools share a budget of bytes. Once it is used up, or when told to, a spool
 * becomes a window: nobody new may join, and the writer waits for the slowest reader.
 */
public final class Spool {

  /** How far the writer of a window may be ahead of its slowest reader, in bytes. */
  static final int WINDOW = 256 << 10;

  /** A piece of the content; the list's first is empty. */
  static final class Chunk {
    final Body.Bytes content;
    @Nullable Chunk next;

    Chunk(Body.Bytes content) {
      this.content = content;
    }
  }

  private final BudgetShare share;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Condition shrunk = lock.newCondition();
  private final SpoolReaders readers = new SpoolReaders();
  private @Nullable Chunk first; // null: closed to newcomers
  private Chunk last;
  private long end; // bytes appended so far
  private boolean window;
  private boolean crowded; // the writer waits for room
  private boolean finished;
  private @Nullable IOException failure;
  private Headers trailers = Headers.EMPTY;
  private Runnable onLastReaderGone = () -> {};

  /**
   * Makes an empty spool.
   *
   * @param patience how long a reader waits for the next byte, and for another one that holds up
   *     the writer; one that holds up nobody else is no matter of the spool's
   */
  public Spool(ByteBudget budget, Duration patience) {
    this.share = new BudgetShare(budget);
    this.patience = patience;
    this.last = new Chunk(Body.EMPTY);
    this.first = last;
  }

  /** Registers what to do when the last reader has left before the end; called without a lock. */
  public void onLastReaderGone(Runnable action) {
    onLastReaderGone = action;
  }

  /** Returns a reader from the first byte on, null if nobody new may join. */
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

  /** Becomes a window, whatever the budget says. */
  public void becomeWindow() {
    lock.lock();
    try {
      window = true;
      first = null;
      settle();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody new join if nobody reads; returns whether nobody does. */
  public boolean closeUnread() {
    lock.lock();
    try {
      if (!readers.isEmpty()) {
        return false;
      }
      first = null;
      settle();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether anybody reads. */
  public boolean hasReaders() {
    lock.lock();
    try {
      return !readers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a piece; in a window waits until the slowest reader is near enough.
   *
   * @throws InterruptedException if the writer was interrupted while it waited
   */
  public void append(Body.Bytes piece) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (window || !share.tryTake(piece.length())) {
        window = true;
        first = null;
        awaitRoom();
      }
      Chunk chunk = new Chunk(piece);
      last.next = chunk;
      last = chunk;
      end += piece.length();
      grown.signalAll();
      settle();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the content cleanly.
   *
   * @param closing the trailer section
   */
  public void finish(Headers closing) {
    end(null, closing);
  }

  /** Ends the content with an error that every reader gets once it has read what came before. */
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
        settle();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reads for {@code reader}: waits for one byte at least, -1 at the clean end. */
  int read(SpoolReader reader, byte[] target, int offset, int length) throws IOException {
    lock.lock();
    try {
      awaitContent(reader);
      int count = reader.take(target, offset, length);
      if (count > 0 && first == null) {
        settle();
      }
      return count == 0 ? -1 : count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes {@code reader} could read without waiting. */
  int available(SpoolReader reader) {
    lock.lock();
    try {
      return (int) Math.min(Integer.MAX_VALUE, end - reader.position());
    } finally {
      lock.unlock();
    }
  }

  /** Returns all of the content, if it came to its end in one piece; null otherwise. */
  Body.@Nullable Bytes whole(SpoolReader reader) {
    lock.lock();
    try {
      boolean clean = finished && failure == null && trailers.isEmpty();
      return clean && !reader.isClosed() ? reader.onlyChunk() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a reader and wakes it if it waits. */
  void leave(SpoolReader reader) {
    boolean wasLast = false;
    lock.lock();
    try {
      if (readers.remove(reader)) {
        grown.signalAll();
        settle();
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
    long left = patience.toNanos();
    while (reader.position() == end && !finished && !reader.isClosed()) {
      if (left <= 0 && !crowded) {
        throw new IOException("nothing more came in time");
      }
      left = grown.awaitNanos(left > 0 ? left : patience.toNanos());
    }
    if (reader.isClosed()) {
      throw new IOException("closed");
    }
    if (reader.position() == end && failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private void awaitRoom() throws InterruptedException {
    long left = patience.toNanos();
    crowded = true;
    try {
      while (end - readers.slowest(end) >= WINDOW) {
        if (left <= 0) {
          readers.dropHoldingUp(end - WINDOW, end);
          grown.signalAll();
          left = patience.toNanos();
        } else {
          left = shrunk.awaitNanos(left);
        }
      }
    } finally {
      crowded = false;
    }
  }

  /** Gives back what is no longer held, and tells a writer that waits for room. */
  private void settle() {
    if (first == null) {
      share.shrinkTo(end - readers.slowest(end));
      shrunk.signalAll();
    }
  }
}
