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
 * One attempt at an upstream.
 *
 * @param alias the mapping it belongs to, for the client's settings of that mapping
 * @param origin scheme ({@code http} or {@code https}), host and port; no path, not even a slash
 * @param method the method
 * @param target the origin-form target, sent byte for byte
 * @param headers end-to-end fields without {@code Host}, {@code Content-Length} and hop-by-hop
 *     fields: the client writes those itself
 * @param body the content; its length, if known, becomes {@code Content-Length}
 * @param timeouts how long to wait for what
 * @param newConnection true if it needs a connection to itself: none that was used before, and none
 *     that is used again
 * @param onInterim told of each interim response (1xx but 101), refuses others with {@link
 *     IllegalArgumentException}, after which the request has failed; quick and non-blocking
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
   * Refuses a target that is neither in origin form nor {@code *}, and an origin of another scheme
   * or with more than scheme, host and port.
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
   * Returns whether to send it twice has the effect of sending it once (RFC 9110 section 9.2.2), as
   * its method is defined; {@code TRACE} is sent to no upstream.
   */
  public boolean isIdempotent() {
    return IDEMPOTENT.contains(method);
  }

  /** Returns the same request with another body. */
  public UpstreamRequest withBody(Body replacement) {
    return new UpstreamRequest(
        alias, origin, method, target, headers, replacement, timeouts, newConnection, onInterim);
  }

  /**
   * Returns the same request for a second attempt, on a connection of its own.
   *
   * @param used the time that the first one took
   */
  public UpstreamRequest onNewConnection(Duration used) {
    return new UpstreamRequest(
        alias, origin, method, target, headers, body, timeouts.after(used), true, onInterim);
  }
}
