package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * How the end of a response is told (RFC 9112 section 6.3).
 *
 * @param withContent false for answers to HEAD and for 204 and 304
 * @param chunked whether the content goes out in chunks
 * @param persistent whether the connection can be used again afterwards
 * @param confirmed whether an HTTP/1.0 client is to be told so
 */
record ResponseFraming(
    boolean withContent, boolean chunked, boolean persistent, boolean confirmed) {

  /**
   * Decides it.
   *
   * @param request null if there never was one
   * @param reusable whether nothing else ends the connection
   */
  static ResponseFraming of(
      @Nullable RequestHead request, ProxyResponse response, boolean reusable) {
    int status = response.head().status();
    boolean withContent =
        status != 204 && status != 304 && (request == null || !request.method().equals("HEAD"));
    boolean delimited =
        !withContent
            || response.body().length() >= 0
            || response.head().headers().contains("Content-Length");
    boolean old = request != null && request.version() == ProtocolVersion.HTTP_1_0;
    boolean persistent = reusable && request != null && (delimited || !old) && wantsToStay(request);
    return new ResponseFraming(withContent, !delimited && !old, persistent, persistent && old);
  }

  private static boolean wantsToStay(RequestHead request) {
    Headers headers = request.headers();
    return request.version() == ProtocolVersion.HTTP_1_0
        ? headers.lists("Connection", "keep-alive") && !headers.lists("Connection", "close")
        : !headers.lists("Connection", "close");
  }

  /** Returns the value of {@code Content-Length}, null if there is none. */
  @Nullable String announced(ProxyResponse response) {
    if (chunked) {
      return null;
    }
    Body body = response.body();
    if (withContent && body.length() >= 0) {
      return Long.toString(body.length());
    }
    return response.head().status() == 204
        ? null
        : response.head().headers().first("Content-Length");
  }

  /** Returns the head's encoding, up to and with the empty line. */
  HeadEncoder encode(ProxyResponse response) {
    HeadEncoder encoder =
        new HeadEncoder().status(response.head().status()).fields(response.head().headers());
    String announced = announced(response);
    if (announced != null) {
      encoder.field("Content-Length", announced);
    } else if (chunked) {
      encoder.field("Transfer-Encoding", "chunked");
    }
    if (!persistent) {
      encoder.field("Connection", "close");
    } else if (confirmed) {
      encoder.field("Connection", "keep-alive");
    }
    return encoder;
  }

  /** Returns whether such a head and one of {@code other}, of the same response, are alike. */
  boolean isLike(ResponseFraming other) {
    return withContent == other.withContent
        && chunked == other.chunked
        && persistent == other.persistent
        && confirmed == other.confirmed;
  }
}
