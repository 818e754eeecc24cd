package io.apibuddy.http.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** Operations on received bytes that the connections of clients and of upstreams share. */
final class ReceivedBytes {

  private ReceivedBytes() {}

  /** Takes up to {@code limit} of the remaining bytes, without a copy. */
  static ByteBuffer take(ByteBuffer bytes, long limit) {
    int count = (int) Math.min(limit, bytes.remaining());
    ByteBuffer piece = bytes.slice(bytes.position(), count);
    bytes.position(bytes.position() + count);
    return piece;
  }

  /** Empties a buffer and returns it to its pool; does nothing with null. */
  static void release(@Nullable RetainableByteBuffer buffer) {
    if (buffer != null) {
      BufferUtil.clear(buffer.getByteBuffer());
      buffer.release();
    }
  }
}
