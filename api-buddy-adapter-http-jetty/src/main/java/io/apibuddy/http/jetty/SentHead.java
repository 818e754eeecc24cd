package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ProxyResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The encoded octets of a response head, kept with the head. A head that is one object for several
 * responses, as the domain's is for hits within a second, is encoded for the first two and not
 * again. Most heads are sent once, and their octets are not copied. Immutable.
 */
final class SentHead {
  /** Marks a head that was sent once. */
  private static final SentHead ONCE = new SentHead(null, -1, new byte[0]);

  private final @Nullable ResponseFraming framing;
  private final long length;
  private final byte[] octets;

  private SentHead(@Nullable ResponseFraming framing, long length, byte[] octets) {
    this.framing = framing;
    this.length = length;
    this.octets = octets;
  }

  /** Returns the octets for a response of this head, framing and length, null if none are kept. */
  static @Nullable ByteBuffer find(ProxyResponse response, ResponseFraming framing) {
    SentHead kept = response.head().noted(SentHead.class);
    return kept != null
            && kept.framing != null
            && kept.framing.isLike(framing)
            && kept.length == response.body().length()
        ? ByteBuffer.wrap(kept.octets)
        : null;
  }

  /** Records how a response's head was encoded. */
  static void encoded(ProxyResponse response, ResponseFraming framing, ByteBuffer head) {
    if (response.head().noted(SentHead.class) == null) {
      response.head().note(ONCE);
    } else {
      byte[] octets = new byte[head.remaining()];
      head.duplicate().get(octets);
      response.head().note(new SentHead(framing, response.body().length(), octets));
    }
  }
}
