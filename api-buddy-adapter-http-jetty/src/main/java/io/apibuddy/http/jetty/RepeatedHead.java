package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.RequestHead;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Knows a head that comes again on its connection, octet for octet, so that its text is not taken
 * apart again: most of what reading a request costs (docs/performance.md has the figure). A head is
 * kept from its second coming in a row on, and with it the credentials that are in it, until
 * another one comes or the connection ends; connections that do not repeat themselves keep none.
 * Not safe for concurrent use.
 */
final class RepeatedHead {
  /** What is kept of an idle connection stays small: so many octets, and so many fields. */
  private static final int LONGEST = 2048;

  private static final int MOST_FIELDS = 32;
  private static final long NONE = -1;

  private final CRC32C crc = new CRC32C();
  private long lastSum = NONE;
  private @Nullable ByteBuffer octets;
  private @Nullable RequestHead head;
  private @Nullable ServerSettings settings;

  /**
   * Returns the head that is kept, if {@code bytes} begin with it, and moves them behind it; else
   * null. Under other settings than it was parsed with it is not known.
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
   * Is told of a head that was parsed and found to be good.
   *
   * @param bytes stand behind it
   * @param start where it begins in them
   */
  void parsed(ByteBuffer bytes, int start, RequestHead parsed, ServerSettings inForce) {
    ByteBuffer whole = bytes.duplicate().flip().position(start);
    if (whole.remaining() > LONGEST || parsed.headers().size() > MOST_FIELDS) {
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

  /** Is told of a head that did not come in one piece: what is kept is no longer the last. */
  void forget() {
    lastSum = NONE;
    octets = null;
    head = null;
    settings = null;
  }
}
