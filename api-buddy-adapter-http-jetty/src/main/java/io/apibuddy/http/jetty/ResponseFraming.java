package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * How a response is delimited (RFC 9112 section 6.3), and whether its connection persists.
 *
 * @param withContent whether content is sent: not in response to HEAD, nor with 204 or 304
 * @param chunked whether the content is sent in chunks
 * @param persistent whether the connection can be used again afterwards
 * @param confirmed whether an HTTP/1.0 client must be told that the connection persists
 */
record ResponseFraming(
    boolean withContent, boolean chunked, boolean persistent, boolean confirmed) {

  /** How nearly all responses are sent; kept, because each hit would make it anew. */
  private static final ResponseFraming USUAL = new ResponseFraming(true, false, true, false);

  /**
   * Determines the framing of a response.
   *
   * @param request the request's head, null if it has no valid one
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
    return delimited && withContent && persistent && !old
        ? USUAL
        : new ResponseFraming(withContent, !delimited && !old, persistent, persistent && old);
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

  /** Returns an encoder with the whole head except the empty line that ends it. */
  HeadEncoder encode(ProxyResponse response) {
    HeadEncoder encoder =
        new HeadEncoder().status(response.head().status()).fields(response.head().headers());
    String announced = announced(response);
    if (announced != null) {
      encoder.field("Content-Length", announced);
    } else if (chunked) {
      encoder.field("Transfer-Encoding", "chunked");
    }
    if (response.head().status() == 426) { // RFC 9110 section 15.5.22
      String accepted = response.head().headers().first("Upgrade");
      if (accepted != null) {
        encoder.field("Upgrade", accepted).field("Connection", "Upgrade");
      }
    }
    if (!persistent) {
      encoder.field("Connection", "close");
    } else if (confirmed) {
      encoder.field("Connection", "keep-alive");
    }
    return encoder;
  }

  /** Returns whether a head is encoded in the same way with the framing {@code other}. */
  boolean isLike(ResponseFraming other) {
    return withContent == other.withContent
        && chunked == other.chunked
        && persistent == other.persistent
        && confirmed == other.confirmed;
  }
}
