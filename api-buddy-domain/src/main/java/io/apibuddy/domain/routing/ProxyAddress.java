package io.apibuddy.domain.routing;

import io.apibuddy.ports.http.Headers;

/**
 * How a client addresses the proxy.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port, empty if the client names none
 * @param prefix what its URLs have ahead of the alias: the access key's path segment with its
 *     slash, empty if there is none
 * @param secure whether the client sends cookies there that are {@code Secure}: over TLS, and a
 *     browser to its own machine
 */
public record ProxyAddress(String scheme, String authority, String prefix, boolean secure) {

  /**
   * Returns the address that a request was sent to. The proxy itself speaks no TLS; what does so in
   * front of it says that in {@code X-Forwarded-Proto}, of several the first. Who makes that up
   * gets references of another scheme. Browsers send {@code Sec-Fetch-Site} to what they take for
   * secure only (Fetch Metadata section 3).
   *
   * @param request the request's fields
   * @param authority host and port that it addresses, empty if it names none
   * @param prefix what its path has ahead of the alias
   */
  public static ProxyAddress of(Headers request, String authority, String prefix) {
    String forwarded = request.first("X-Forwarded-Proto");
    boolean tls = forwarded != null && forwarded.split(",", 2)[0].strip().equalsIgnoreCase("https");
    boolean secure = tls || request.contains("Sec-Fetch-Site");
    return new ProxyAddress(tls ? "https" : "http", authority, prefix, secure);
  }

  /**
   * Returns the URL of a mapping, without a slash at the end; its path alone for a client that
   * names no authority.
   */
  String url(Route route) {
    return authority.isEmpty() ? path(route) : scheme + "://" + authority + path(route);
  }

  /** Returns the path of a mapping, without a slash at the end. */
  String path(Route route) {
    return prefix + '/' + route.alias();
  }
}
