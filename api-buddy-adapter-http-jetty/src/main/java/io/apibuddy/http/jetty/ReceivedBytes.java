package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** What is done alike with the bytes of clients' connections and of upstreams'. */
final class ReceivedBytes {

  private ReceivedBytes() {}

  /** Takes up to {@code most} of the bytes that are left, without a copy. */
  static ByteBuffer take(ByteBuffer bytes, long most) {
    int count = (int) Math.min(most, bytes.remaining());
    ByteBuffer piece = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    return piece;
  }

  /** Gives a buffer back to its pool, empty; does nothing without one. */
  static void release(@Nullable RetainableByteBuffer buffer) {
    if (buffer != null) {
      BufferUtil.clear(buffer.getByteBuffer());
      buffer.release();
    }
  }
}
