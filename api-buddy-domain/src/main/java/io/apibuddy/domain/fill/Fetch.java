package io.apibuddy.domain.fill;

import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;

/** Asks the upstream for a {@link Fill}. */
public interface Fetch {
  /**
   * Waits until the upstream may be asked.
   *
   * @param awaited whether anybody waits for the answer
   * @throws ThrottledException if it may not be asked
   */
  void admit(boolean awaited) throws InterruptedException;

  /** Gives the upstream's answer, asked for under conditions if there are any. */
  UpstreamResponse run(Headers conditions) throws UpstreamException, InterruptedException;

  /** Returns the same, not begun, for no thread to wait for; {@code callback} gets the answer. */
  UnattendedFetch unattended(Headers conditions, UpstreamCallback callback);

  /** Is told that an answer ended before it was whole. */
  void brokeOff(IOException failure);

  /** Returns whether its method is not safe (RFC 9110 section 9.2.1). */
  boolean mayHaveEffect();

  /** Returns whether {@link #invalidate} has to ask the store, which may take a while. */
  boolean invalidationAsksStore(ResponseHead answer);

  /** Removes what an answer has made untrue. */
  void invalidate(ResponseHead answer);
}
