package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Parses one request after the other from a connection's bytes, refusing every framing that two
 * readers could read in two ways (RFC 9112 sections 2.2, 5 and 6). The target is kept as it was
 * received: nothing is decoded, normalised or resolved. Not safe for concurrent use.
 */
final class RequestParser implements HttpParser.RequestHandler {

  private static final char UNDECODABLE = '\uFFFD';

  private final int maxTargetSize;
  private final long maxRequestSize;
  private final HttpParser parser;

  private Headers.Builder fields = Headers.builder();
  private Headers.@Nullable Builder trailerFields;
  private String method = "";
  private String target = "";
  private ProtocolVersion version = ProtocolVersion.HTTP_1_1;
  private @Nullable RequestHead head;
  private @Nullable ByteBuffer content;
  private boolean complete;
  private @Nullable RefusedRequest refusal;

  RequestParser(ServerSettings settings) {
    this.maxTargetSize = settings.maxTargetSize();
    this.maxRequestSize = settings.maxRequestSize();
    this.parser = new HttpParser(this, settings.maxHeaderSize(), HttpCompliance.STRICT);
    // Jetty's cache of common fields would otherwise change the case of their values.
    parser.setHeaderCacheCaseSensitive(true);
  }

  /** Goes on with {@code bytes} until a head, a piece of content, the end or a refusal. */
  void parse(ByteBuffer bytes) {
    if (refusal == null && !complete) {
      parser.parseNext(bytes);
    }
  }

  /** Makes ready for the next request on the connection. */
  void reset() {
    parser.reset();
    fields = Headers.builder();
    trailerFields = null;
    head = null;
    content = null;
    complete = false;
  }

  /** Returns whether no byte of a request was seen yet. */
  boolean isIdle() {
    return parser.isStart();
  }

  @Nullable RequestHead head() {
    return head;
  }

  /** Returns the length of the content, -1 if it is chunked. */
  long contentLength() {
    return parser.isChunking() ? -1 : Math.max(0, parser.getContentLength());
  }

  /** Returns content that was parsed but not taken, null if there is none. */
  @Nullable ByteBuffer content() {
    ByteBuffer piece = content;
    if (piece != null && !piece.hasRemaining()) {
      content = null;
      return null;
    }
    return piece;
  }

  boolean isComplete() {
    return complete && content() == null;
  }

  @Nullable RefusedRequest refusal() {
    return refusal;
  }

  Headers trailers() {
    return trailerFields == null ? Headers.EMPTY : trailerFields.build();
  }

  @Override
  public void startRequest(String method, String uri, HttpVersion version) {
    if (uri.length() > maxTargetSize) {
      throw new HttpException.RuntimeException(414);
    }
    this.method = method;
    this.target = octets(uri);
    this.version =
        switch (version) {
          case HTTP_1_0 -> ProtocolVersion.HTTP_1_0;
          case HTTP_1_1 -> ProtocolVersion.HTTP_1_1;
          default -> throw new HttpException.RuntimeException(505);
        };
  }

  @Override
  public void parsedHeader(HttpField field) {
    fields.add(field.getName(), field.getValue() == null ? "" : field.getValue());
  }

  @Override
  public boolean headerComplete() {
    Headers headers = fields.build();
    RequestHead parsed = new RequestHead(method, target, version, headers);
    if (headers.contains("Transfer-Encoding")
        && (version == ProtocolVersion.HTTP_1_0
            || !"chunked".equalsIgnoreCase(headers.joined("Transfer-Encoding")))) {
      throw new HttpException.RuntimeException(400);
    }
    if (maxRequestSize > 0 && contentLength() > maxRequestSize) {
      throw new HttpException.RuntimeException(413);
    }
    head = parsed;
    return true;
  }

  @Override
  public boolean content(ByteBuffer piece) {
    if (maxRequestSize > 0 && parser.getContentRead() > maxRequestSize) {
      refusal = new RefusedRequest(413);
      return true;
    }
    content = piece;
    return true;
  }

  @Override
  public boolean contentComplete() {
    return false;
  }

  @Override
  public void parsedTrailer(HttpField field) {
    if (trailerFields == null) {
      trailerFields = Headers.builder();
    }
    trailerFields.add(field.getName(), field.getValue() == null ? "" : field.getValue());
  }

  @Override
  public boolean messageComplete() {
    complete = true;
    return true;
  }

  /** Told of an end that came too soon, and of anything wrong behind the head. */
  @Override
  public void earlyEOF() {
    refusal = new RefusedRequest(400);
  }

  @Override
  public void badMessage(HttpException failure) {
    refusal = new RefusedRequest(failure.getCode());
  }

  /** Undoes the parser's decoding, so that each octet received is one character. */
  private static String octets(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) >= 0x80) {
        if (uri.indexOf(UNDECODABLE) >= 0) {
          throw new HttpException.RuntimeException(400);
        }
        return new String(uri.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return uri;
  }
}
