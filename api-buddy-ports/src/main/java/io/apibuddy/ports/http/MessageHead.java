package io.apibuddy.ports.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request and a response have in front of their content. It also holds what its user worked
 * out from it, so that a head that comes again need not be looked at again: see {@link #note}.
 */
public abstract sealed class MessageHead permits RequestHead, ResponseHead {
  private final Headers headers;
  private @Nullable Object noted; // benign race: who finds nothing works it out again

  MessageHead(Headers headers) {
    this.headers = Objects.requireNonNull(headers, "headers");
  }

  /** Returns the field lines. */
  public final Headers headers() {
    return headers;
  }

  /**
   * Keeps what was worked out from this head, in place of what was kept before. Of a request's it
   * is the handler who does, of a response's the front end; either may be given one object for
   * several messages that have the same head.
   *
   * @param workedOut an immutable object with final fields; null to keep nothing
   */
  public final void note(@Nullable Object workedOut) {
    noted = workedOut;
  }

  /** Returns what {@link #note} was given last, null if it is not of that type. */
  public final <T> @Nullable T noted(Class<T> type) {
    Object known = noted;
    return type.isInstance(known) ? type.cast(known) : null;
  }
}
