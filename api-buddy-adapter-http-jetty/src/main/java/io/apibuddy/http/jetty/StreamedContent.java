package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a streamed request body to Jetty piece by piece: each is read when the one before it has
 * been written, and only on a thread that may block.
 */
final class StreamedContent implements OutgoingContent {

  private static final int PIECE = 16 * 1024;

  private final Body body;
  private final Executor threads;
  private final byte[] piece = new byte[PIECE];
  private final AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
  private long total;
  private volatile boolean begun;
  private volatile boolean exhausted;
  private volatile long writingSince;
  private volatile @Nullable Throwable abandoned;
  private volatile @Nullable Exception failure;

  StreamedContent(Body body, Executor threads) {
    this.body = body;
    this.threads = threads;
  }

  @Override
  public @Nullable Exception failure() {
    return failure;
  }

  @Override
  public boolean isExhausted() {
    return exhausted;
  }

  @Override
  public long writingSince() {
    return writingSince;
  }

  @Override
  public long getLength() {
    return body.length();
  }

  @Override
  public Content.@Nullable Chunk read() {
    writingSince = 0;
    Throwable reason = abandoned;
    if (reason != null) {
      return Content.Chunk.from(reason, true);
    }
    if (exhausted) {
      return Content.Chunk.EOF;
    }
    return reader.get() == Thread.currentThread() ? pull() : null;
  }

  @Override
  public void demand(Runnable whenAvailable) {
    writingSince = 0;
    threads.execute(
        () -> {
          Thread self = Thread.currentThread();
          reader.set(self);
          try {
            whenAvailable.run();
          } finally {
            reader.compareAndSet(self, null);
          }
        });
  }

  /** Ends a blocked read; a body that was not touched stays fit for another attempt. */
  @Override
  public void fail(Throwable reason) {
    abandoned = reason;
    if (begun) {
      body.close();
    }
  }

  private Content.Chunk pull() {
    begun = true;
    try {
      int count = readPiece();
      long length = body.length();
      if (count < 0) {
        if (length >= 0) {
          throw new EOFException("the request's body is shorter than its length");
        }
        exhausted = true;
        return Content.Chunk.EOF;
      }
      total += count;
      exhausted = total == length;
      writingSince = Math.max(1, System.nanoTime());
      return Content.Chunk.from(ByteBuffer.wrap(piece, 0, count), exhausted);
    } catch (IOException | RuntimeException e) {
      if (abandoned == null) {
        failure = e;
        abandoned = e;
      }
      return Content.Chunk.from(e, true);
    }
  }

  private int readPiece() throws IOException {
    long left = body.length() < 0 ? piece.length : body.length() - total;
    int wanted = (int) Math.min(left, piece.length);
    int count;
    do {
      count = body.stream().read(piece, 0, wanted);
    } while (count == 0 && wanted > 0);
    return count;
  }
}
