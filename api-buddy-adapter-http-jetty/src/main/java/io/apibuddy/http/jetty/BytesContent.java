package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** Content in memory: in one piece, unless it is so large that its progress must be watched. */
final class BytesContent implements OutgoingContent {

  private static final int PIECE = 256 * 1024;

  private final ByteBuffer bytes;
  private final long length;
  private volatile boolean exhausted;
  private volatile long writingSince;
  private volatile @Nullable Throwable abandoned;

  BytesContent(ByteBuffer bytes) {
    this.bytes = bytes;
    this.length = bytes.remaining();
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public Content.Chunk read() {
    Throwable reason = abandoned;
    if (reason != null) {
      return Content.Chunk.from(reason, true);
    }
    if (exhausted) {
      return Content.Chunk.EOF;
    }
    int count = Math.min(bytes.remaining(), PIECE);
    ByteBuffer piece = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    exhausted = !bytes.hasRemaining();
    writingSince = Math.max(1, System.nanoTime());
    return Content.Chunk.from(piece, exhausted);
  }

  @Override
  public void demand(Runnable whenAvailable) {
    whenAvailable.run();
  }

  @Override
  public void fail(Throwable reason) {
    abandoned = reason;
  }

  @Override
  public long writingSince() {
    return writingSince;
  }

  @Override
  public boolean isExhausted() {
    return exhausted;
  }

  @Override
  public @Nullable Exception failure() {
    return null;
  }
}
