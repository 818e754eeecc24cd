package io.apibuddy.ports.upstream;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A request to an upstream, for one attempt.
 *
 * @param alias the alias of the mapping; selects the client's settings for it
 * @param origin scheme ({@code http} or {@code https}), host and port; no path, not even a slash
 * @param method the method
 * @param target the target in origin form, sent byte for byte
 * @param headers end-to-end fields without {@code Host}, {@code Content-Length} and hop-by-hop
 *     fields, which the client writes itself
 * @param body the content; its length, if known, becomes {@code Content-Length}
 * @param timeouts the time-outs of the attempt
 * @param newConnection true if it needs a connection to itself, one that was never used before and
 *     will not be used again
 * @param onInterim the observer to which the client passes each interim response (1xx except 101),
 *     on any thread, before it returns the final one. The observer is quick and does not block. It
 *     refuses any other response with an {@link IllegalArgumentException}; that fails the attempt
 *     only if the client lets it out of {@link UpstreamClient#send} or {@link UpstreamClient#begin}
 */
public record UpstreamRequest(
    String alias,
    URI origin,
    String method,
    String target,
    Headers headers,
    Body body,
    UpstreamTimeouts timeouts,
    boolean newConnection,
    Consumer<ResponseHead> onInterim) {

  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /**
   * Rejects a target that is neither in origin form nor {@code *}, and an origin with another
   * scheme or with more than scheme, host and port.
   */
  public UpstreamRequest {
    Objects.requireNonNull(alias, "alias");
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException("not an origin: scheme, host and port are wanted");
    }
    if (!target.startsWith("/") && !target.equals("*")) {
      throw new IllegalArgumentException("request target is not in origin form");
    }
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(onInterim, "onInterim");
  }

  private static boolean isOrigin(URI origin) {
    String scheme = origin.getScheme();
    return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && origin.getHost() != null
        && origin.getRawUserInfo() == null
        && origin.getRawPath().isEmpty()
        && origin.getRawQuery() == null
        && origin.getRawFragment() == null;
  }

  /**
   * Returns whether the method is idempotent: sending the request twice has the effect of sending
   * it once (RFC 9110 section 9.2.2). {@code TRACE} is left out, since it is sent to no upstream.
   */
  public boolean isIdempotent() {
    return IDEMPOTENT.contains(method);
  }

  /** Returns a copy of this request with another body. */
  public UpstreamRequest withBody(Body replacement) {
    return new UpstreamRequest(
        alias, origin, method, target, headers, replacement, timeouts, newConnection, onInterim);
  }

  /**
   * Returns a copy of this request for a second attempt, on a connection of its own.
   *
   * @param used the time that the first attempt took
   */
  public UpstreamRequest onNewConnection(Duration used) {
    return new UpstreamRequest(
        alias, origin, method, target, headers, body, timeouts.after(used), true, onInterim);
  }
}
