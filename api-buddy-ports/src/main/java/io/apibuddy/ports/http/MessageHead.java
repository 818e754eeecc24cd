package io.apibuddy.ports.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request or response before its content. It can also cache one object that was
 * derived from the head, so that a head that recurs need not be examined again: see {@link #note}.
 */
public abstract sealed class MessageHead permits RequestHead, ResponseHead {
  private final Headers headers;
  private @Nullable Object noted; // benign race: a thread that misses it derives the object again

  MessageHead(Headers headers) {
    this.headers = Objects.requireNonNull(headers, "headers");
  }

  /** Returns the field lines. */
  public final Headers headers() {
    return headers;
  }

  /**
   * Caches an object that was derived from this head, replacing any earlier one. The handler does
   * so for request heads, the front end for response heads. Both may receive the same head object
   * for several messages with equal heads.
   *
   * @param derived an immutable object with final fields, or null to cache nothing
   */
  public final void note(@Nullable Object derived) {
    noted = derived;
  }

  /** Returns the object last passed to {@link #note}, or null if it is not of this type. */
  public final <T> @Nullable T noted(Class<T> type) {
    Object known = noted;
    return type.isInstance(known) ? type.cast(known) : null;
  }
}
