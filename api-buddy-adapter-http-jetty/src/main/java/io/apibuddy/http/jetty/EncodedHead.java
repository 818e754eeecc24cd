package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ProxyResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The encoded octets of a response head, kept with the head. A head that is one object for several
 * responses, as the domain's is for hits within a second, is encoded for the first two and not
 * again. Most heads are sent once, and their octets are not copied. Immutable.
 */
final class EncodedHead {
  /** Marks a head that was sent once. */
  private static final EncodedHead ONCE = new EncodedHead(null, -1, new byte[0]);

  private final @Nullable ResponseFraming framing;
  private final long length;
  private final byte[] octets;

  private EncodedHead(@Nullable ResponseFraming framing, long length, byte[] octets) {
    this.framing = framing;
    this.length = length;
    this.octets = octets;
  }

  /** Returns the octets for a response of this head, framing and length, null if none are kept. */
  static @Nullable ByteBuffer find(ProxyResponse response, ResponseFraming framing) {
    EncodedHead known = response.head().attachment(EncodedHead.class);
    return known != null
            && known.framing != null
            && known.framing.isLike(framing)
            && known.length == response.body().length()
        ? ByteBuffer.wrap(known.octets)
        : null;
  }

  /** Records how a response's head was encoded. */
  static void encoded(ProxyResponse response, ResponseFraming framing, ByteBuffer head) {
    if (response.head().attachment(EncodedHead.class) == null) {
      response.head().attach(ONCE);
    } else {
      byte[] octets = new byte[head.remaining()];
      head.duplicate().get(octets);
      response.head().attach(new EncodedHead(framing, response.body().length(), octets));
    }
  }
}
