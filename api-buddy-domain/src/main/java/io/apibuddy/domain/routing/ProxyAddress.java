package io.apibuddy.domain.routing;

import io.apibuddy.ports.http.Headers;

/**
 * How a client addresses the proxy.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port, empty if the client names none
 * @param prefix the part of the client's paths ahead of the alias: the path segment of the access
 *     key with its leading slash, empty if there is none
 * @param secure whether the client sends {@code Secure} cookies to this address: any client over
 *     TLS, and a browser to its own machine
 */
public record ProxyAddress(String scheme, String authority, String prefix, boolean secure) {

  /**
   * Returns the address that a request was sent to. The proxy itself speaks no TLS; a server in
   * front of it that does says so in {@code X-Forwarded-Proto}, whose first member counts. A client
   * that makes up this field only gets references with another scheme. Browsers send {@code
   * Sec-Fetch-Site} only to origins that they consider secure (Fetch Metadata section 3).
   *
   * @param request the request's fields
   * @param authority the host and port that the request addresses, empty if it names none
   * @param prefix the part of the request's path ahead of the alias
   */
  public static ProxyAddress of(Headers request, String authority, String prefix) {
    String forwarded = request.first("X-Forwarded-Proto");
    boolean tls = forwarded != null && forwarded.split(",", 2)[0].strip().equalsIgnoreCase("https");
    boolean secure = tls || request.contains("Sec-Fetch-Site");
    return new ProxyAddress(tls ? "https" : "http", authority, prefix, secure);
  }

  /**
   * Returns the URL of a mapping, without a trailing slash; only its path for a client that names
   * no authority.
   */
  String url(Route route) {
    return authority.isEmpty() ? path(route) : scheme + "://" + authority + path(route);
  }

  /** Returns the path of a mapping, without a trailing slash. */
  String path(Route route) {
    return prefix + '/' + route.alias();
  }
}
