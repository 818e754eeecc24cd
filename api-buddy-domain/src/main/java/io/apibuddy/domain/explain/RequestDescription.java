package io.apibuddy.domain.explain;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.RequestHead;
import java.util.Objects;

/**
 * A hypothetical request to the proxy, to be explained.
 *
 * @param head the method, the path and query from the alias on, and the fields
 * @param body the content
 * @param origin the scheme, host and port that the request is sent to, empty for those of the proxy
 */
public record RequestDescription(RequestHead head, Body.Bytes body, String origin) {

  public RequestDescription {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(origin, "origin");
  }

  /**
   * Describes a request to the proxy.
   *
   * @param url a URL of the proxy, or the part that follows its host: {@code /alias/...}
   * @throws IllegalArgumentException if the method or the target is malformed
   */
  public static RequestDescription of(String method, String url, Headers headers, Body.Bytes body) {
    int scheme = url.startsWith("/") ? -1 : url.indexOf("://");
    int path = scheme < 0 ? 0 : url.indexOf('/', scheme + "://".length());
    return new RequestDescription(
        new RequestHead(
            method, path < 0 ? "/" : url.substring(path), ProtocolVersion.HTTP_1_1, headers),
        body,
        scheme < 0 ? "" : url.substring(0, path < 0 ? url.length() : path));
  }

  /** Returns the path, without the query. */
  public String path() {
    return head.target().split("[?#]", 2)[0];
  }

  /** Returns the host and port that the request is sent to, empty for those of the proxy. */
  public String authority() {
    int start = origin.indexOf("://") + "://".length();
    return origin.isEmpty() ? "" : origin.substring(Math.max(start, origin.lastIndexOf('@') + 1));
  }
}
