package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.upstream.UpstreamRequest;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/** A request whose method, target and fields reach the wire as they are given. */
final class VerbatimRequest extends HttpRequest {

  private final String method;
  private final String path;
  private final @Nullable String query;

  /**
   * Copies {@code request} but for its body.
   *
   * @throws IllegalArgumentException if the target's path is not well percent-encoded, which
   *     Jetty's client cannot send
   */
  VerbatimRequest(HttpClient client, UpstreamRequest request) {
    super(client, new HttpConversation(), request.origin());
    this.method = request.method();
    int mark = request.target().indexOf('?');
    this.path = mark < 0 ? request.target() : request.target().substring(0, mark);
    this.query = mark < 0 ? null : request.target().substring(mark + 1);
    requirePercentEncoding(path);
    boolean chunked = request.body().length() < 0;
    headers(fields -> write(request.origin(), request.headers(), chunked, fields));
    // The time between two bytes is watched where bytes are waited for: a slow reader is no fault.
    idleTimeout(0, TimeUnit.MILLISECONDS);
    if (request.newConnection()) {
      tag(UpstreamConnectionPool.NEW_CONNECTION);
    }
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public @Nullable String getQuery() {
    return query;
  }

  private static void requirePercentEncoding(String path) {
    if (path.indexOf('%') >= 0) {
      String unused = URIUtil.canonicalPath(path);
    }
  }

  private static void write(
      URI origin, Headers headers, boolean chunked, HttpFields.Mutable fields) {
    fields.add(new HttpField(HttpHeader.HOST, authority(origin)));
    // Without its header constant a field means nothing to Jetty and is copied as it is.
    headers.forEach((name, value) -> fields.add(new HttpField(null, name, value)));
    if (chunked) {
      fields.add(new HttpField(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED));
    }
  }

  private static String authority(URI origin) {
    String host = origin.getHost().toLowerCase(Locale.ROOT);
    int port = HttpClient.normalizePort(origin.getScheme(), origin.getPort());
    int usual = HttpClient.normalizePort(origin.getScheme(), -1);
    return port == usual ? host : host + ":" + port;
  }
}
