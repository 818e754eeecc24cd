package io.apibuddy.ports.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request or response before its content. It can also cache one object that was
 * derived from the head, so that a head that recurs need not be examined again: see {@link
 * #attach}.
 */
public abstract sealed class MessageHead permits RequestHead, ResponseHead {
  private final Headers headers;

  /** Neither volatile nor guarded: a thread that does not see the object derives it again. */
  private @Nullable Object attachment;

  MessageHead(Headers headers) {
    this.headers = Objects.requireNonNull(headers, "headers");
  }

  /** Returns the field lines. */
  public final Headers headers() {
    return headers;
  }

  /**
   * Attaches an object that was derived from this head, replacing any earlier one. The handler does
   * so to request heads, the front end to response heads. Both may receive the same head object for
   * several messages with equal heads.
   *
   * @param derived an object with final fields that is safe for concurrent use, or null to attach
   *     nothing
   */
  public final void attach(@Nullable Object derived) {
    attachment = derived;
  }

  /** Returns the object last passed to {@link #attach}, or null if it is not of this type. */
  public final <T> @Nullable T attachment(Class<T> type) {
    Object attached = attachment;
    return type.isInstance(attached) ? type.cast(attached) : null;
  }
}
