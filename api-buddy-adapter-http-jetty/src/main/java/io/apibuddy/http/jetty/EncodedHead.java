package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The encoded octets of a response head, kept with the head. A head that is one object for several
 * responses, as the domain's is for hits within a second, is encoded for the first two and not
 * again. Most heads are sent once, and their octets are not copied. Safe for concurrent use.
 */
final class EncodedHead {
  /** Marks a head that was sent once. */
  private static final EncodedHead ONCE = new EncodedHead(null, -1, new byte[0]);

  private final @Nullable ResponseFraming framing;
  private final long length;
  private final byte[] octets;

  /** The latest message whose write has ended; one is enough for a thread. */
  private final AtomicReference<@Nullable Message> spare = new AtomicReference<>();

  private EncodedHead(@Nullable ResponseFraming framing, long length, byte[] octets) {
    this.framing = framing;
    this.length = length;
    this.octets = octets;
  }

  /** Returns the encoded head of a response of this framing and length, null if none is kept. */
  static @Nullable EncodedHead find(ProxyResponse response, ResponseFraming framing) {
    EncodedHead known = response.head().attachment(EncodedHead.class);
    return known != null
            && known.framing != null
            && known.framing.isLike(framing)
            && known.length == response.body().length()
        ? known
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

  /** Returns this head and {@code content}, ready to be written once. */
  @SuppressWarnings("ReferenceEquality") // equal content would do, but is dear to compare
  Message with(Body.Bytes content) {
    Message message = spare.getAndSet(null);
    return message != null && message.content == content ? message : new Message(content);
  }

  /**
   * A head and content in buffers that are used again: to make them for each hit took a fifth of
   * what it allocates.
   */
  final class Message implements Recyclable {
    private final Body.Bytes content;
    private final ByteBuffer[] buffers;

    private Message(Body.Bytes content) {
      this.content = content;
      this.buffers = new ByteBuffer[] {ByteBuffer.wrap(octets), content.buffer()};
    }

    /** Returns the head, then the content. */
    ByteBuffer[] buffers() {
      return buffers;
    }

    @Override
    public void recycle() {
      for (ByteBuffer buffer : buffers) {
        buffer.clear();
      }
      spare.set(this);
    }
  }
}
