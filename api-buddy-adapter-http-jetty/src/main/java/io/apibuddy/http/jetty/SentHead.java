package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ProxyResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a head that was sent before, kept with it: who gives one object for several
 * responses, as the domain does for hits within a second, has it encoded twice and not again. Most
 * heads are sent once, and nothing is copied of them. Immutable.
 */
final class SentHead {
  /** Of a head that was sent once. */
  private static final SentHead ONCE = new SentHead(null, -1, new byte[0]);

  private final @Nullable ResponseFraming framing;
  private final long length;
  private final byte[] octets;

  private SentHead(@Nullable ResponseFraming framing, long length, byte[] octets) {
    this.framing = framing;
    this.length = length;
    this.octets = octets;
  }

  /** Returns what was kept for such a response, null if nothing was. */
  static @Nullable ByteBuffer find(ProxyResponse response, ResponseFraming framing) {
    SentHead kept = response.head().noted(SentHead.class);
    return kept != null
            && kept.framing != null
            && kept.framing.isLike(framing)
            && kept.length == response.body().length()
        ? ByteBuffer.wrap(kept.octets)
        : null;
  }

  /** Is told how a response's head was encoded. */
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
