package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.RequestHead;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A cache for the last request head of a connection. A head that arrives again, octet for octet, is
 * not parsed again, which is most of what reading a request costs (docs/performance.md has the
 * figure). A head, with any credentials in it, is kept once it has come twice in a row, until a
 * different one comes or the connection ends. A connection that does not repeat its heads keeps
 * none. Not safe for concurrent use.
 */
final class RequestHeadCache {
  /**
   * The longest head that is kept, in octets: this and the number of fields bound the memory of an
   * idle connection.
   */
  private static final int MAX_SIZE = 2048;

  private static final int MAX_FIELDS = 32;
  private static final long NONE = -1;

  private final CRC32C crc = new CRC32C();
  private long lastSum = NONE;
  private @Nullable ByteBuffer octets;
  private @Nullable RequestHead head;
  private @Nullable ServerSettings settings;

  /**
   * Returns the kept head, and moves {@code bytes} past it, if they begin with it; else returns
   * null. A head that was parsed under other settings does not match.
   */
  @SuppressWarnings("ReferenceEquality") // settings in force are one object until they change
  @Nullable RequestHead match(ByteBuffer bytes, ServerSettings inForce) {
    ByteBuffer known = octets;
    if (known == null || settings != inForce || bytes.remaining() < known.remaining()) {
      return null;
    }
    int end = bytes.position() + known.remaining();
    int limit = bytes.limit();
    boolean same = bytes.limit(end).equals(known);
    bytes.limit(limit);
    if (!same) {
      return null;
    }
    bytes.position(end);
    return head;
  }

  /**
   * Records a head that was parsed and accepted.
   *
   * @param bytes the buffer, positioned after the head
   * @param start the position of the head in the buffer
   */
  void parsed(ByteBuffer bytes, int start, RequestHead parsed, ServerSettings inForce) {
    ByteBuffer whole = bytes.duplicate().flip().position(start);
    if (whole.remaining() > MAX_SIZE || parsed.headers().size() > MAX_FIELDS) {
      forget();
      return;
    }
    long before = lastSum;
    forget();
    crc.reset();
    crc.update(whole);
    lastSum = crc.getValue();
    if (lastSum == before) {
      octets = ByteBuffer.allocate(whole.limit() - start).put(whole.position(start)).flip();
      head = parsed;
      settings = inForce;
    }
  }

  /** Drops the kept head: the last one did not arrive in one piece, or is too long to be kept. */
  void forget() {
    lastSum = NONE;
    octets = null;
    head = null;
    settings = null;
  }
}
