package io.apibuddy.domain.fill;

import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;

/** Sends the upstream requests of a {@link Fill}. */
public interface Fetch {
  /**
   * Waits until the upstream may be asked.
   *
   * @param awaited whether a client waits for the answer
   * @throws ThrottledException if the upstream may not be asked
   */
  void admit(boolean awaited) throws InterruptedException;

  /** Sends the request with these conditions, if any, and returns the upstream's response. */
  UpstreamResponse run(Headers conditions) throws UpstreamException, InterruptedException;

  /** Returns the same fetch, not begun; {@code callback} gets the answer and no thread waits. */
  AsyncFetch asyncFetch(Headers conditions, UpstreamCallback callback);

  /** Reports that the answer broke off. */
  void brokeOff(IOException failure);

  /** Returns whether the request's method is unsafe (RFC 9110 section 9.2.1). */
  boolean mayHaveEffect();

  /** Returns whether {@link #invalidate} has to ask the store, which may take a while. */
  boolean invalidationAsksStore(ResponseHead answer);

  /** Removes what an answer has invalidated (RFC 9111 section 4.4). */
  void invalidate(ResponseHead answer);
}
