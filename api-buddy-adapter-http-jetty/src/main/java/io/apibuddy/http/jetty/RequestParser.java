package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A strict incremental parser for the requests on a connection, one after the other. It refuses
 * every framing that two recipients could read differently (RFC 9112 sections 2.2, 5, 6 and 7). The
 * request target is kept as received: it is not decoded, normalized or resolved. Not safe for
 * concurrent use.
 *
 * <p>Jetty's own parser is not used because it is lenient even in its strictest mode: it skips
 * spaces between the parts of a request line, accepts chunk extensions of any length, decodes the
 * target, and logs what clients sent.
 */
final class RequestParser {

  /** The most empty lines before a request line; some clients send one after a POST's content. */
  private static final int MAX_EMPTY_LINES = 4;

  /** Length of two spaces and the version. */
  private static final int REST_OF_REQUEST_LINE = 10;

  private static final int LINE_END = 2;
  private static final String REQUEST_LINE = "request line";
  private static final String FIELDS = "header fields";

  private final Supplier<ServerSettings> inForce;
  private final LineReader lines = new LineReader(false);
  private final RequestHeadCache repeated = new RequestHeadCache();

  private ServerSettings settings;
  private final Headers.Builder fields = Headers.builder();
  private int emptyLines;
  private int headSize;
  private String part = REQUEST_LINE;
  private @Nullable RequestLine requestLine;
  private @Nullable RequestHead head;
  private final MessageContent content = new MessageContent();
  private @Nullable RefusedRequest refusal;

  /**
   * Creates a parser that holds each request to the settings in force when its first byte comes.
   */
  RequestParser(Supplier<ServerSettings> inForce) {
    this.inForce = inForce;
    this.settings = inForce.get();
  }

  /** Continues to parse {@code bytes} up to a head, a piece of content, the end or a refusal. */
  void parse(ByteBuffer bytes) {
    if (refusal != null || content.isParsed()) {
      return;
    }
    if (isIdle()) {
      settings = inForce.get();
    }
    try {
      if (head == null) {
        parseHead(bytes);
      } else {
        content.parse(bytes);
      }
    } catch (RefusedRequest e) {
      refusal = e.status() == 400 ? malformed() : e;
    } catch (IllegalArgumentException e) { // an element that is not well-formed
      refusal = malformed();
    }
  }

  /** Prepares for the next request on the connection. */
  void reset() {
    fields.clear();
    emptyLines = 0;
    headSize = 0;
    part = REQUEST_LINE;
    requestLine = null;
    head = null;
    content.reset();
  }

  /** Returns whether no byte of the request was parsed yet. */
  boolean isIdle() {
    return head == null && requestLine == null && lines.isAtStart();
  }

  /** Returns the settings that apply to the request in progress. */
  ServerSettings settings() {
    return settings;
  }

  /** Returns the head, null if it is incomplete or was refused. The content may be refused. */
  @Nullable RequestHead head() {
    return head;
  }

  /** Returns the length of the content in bytes, -1 if it is chunked. */
  long contentLength() {
    return content.length();
  }

  /** Returns content that was parsed but not taken, null if there is none. */
  @Nullable ByteBuffer content() {
    return content.piece();
  }

  boolean isComplete() {
    return content.isComplete();
  }

  @Nullable RefusedRequest refusal() {
    return refusal;
  }

  Headers trailers() {
    return content.trailers();
  }

  /** Refuses the request in progress, whatever else of it arrives; returns the refusal. */
  RefusedRequest refuse(int status) {
    RefusedRequest given = new RefusedRequest(status);
    refusal = given;
    return given;
  }

  /** Returns a refusal that says where the request is malformed. */
  private RefusedRequest malformed() {
    StringBuilder place = new StringBuilder(part);
    if (part.equals(FIELDS)) {
      place.append(", line ").append(fields.build().size() + 2).append(" of the request");
    }
    if (head == null && lines.octet() > 0) {
      place.append(", octet ").append(lines.octet());
    }
    return RefusedRequest.malformed(place.toString());
  }

  private void parseHead(ByteBuffer bytes) throws RefusedRequest {
    int start = bytes.position();
    boolean begins = isIdle() && emptyLines == 0;
    RequestHead known = begins ? repeated.match(bytes, settings) : null;
    RequestHead parsed = known != null ? known : readHead(bytes);
    if (parsed == null) {
      return;
    }
    frame(parsed);
    if (!begins) {
      repeated.forget();
    } else if (known == null) {
      repeated.parsed(bytes, start, parsed, settings);
    }
  }

  private @Nullable RequestHead readHead(ByteBuffer bytes) throws RefusedRequest {
    while (readHeadLine(bytes)) {
      headSize += lines.length() + LINE_END;
      if (requestLine != null) {
        if (lines.length() == 0) {
          return endHead(requestLine);
        }
        String unused = lines.addFieldTo(fields);
      } else if (lines.length() > 0) {
        begin(RequestLine.parse(lines.text()));
      } else if (++emptyLines > MAX_EMPTY_LINES) {
        throw new RefusedRequest(400);
      }
    }
    return null;
  }

  private boolean readHeadLine(ByteBuffer bytes) throws RefusedRequest {
    int room = settings.maxHeaderSize() - headSize - LINE_END;
    if (requestLine != null) {
      return lines.read(bytes, Math.max(0, room), 431);
    }
    int maxLength = RequestLine.MAX_METHOD_LENGTH + settings.maxTargetSize() + REST_OF_REQUEST_LINE;
    return lines.read(bytes, Math.max(0, Math.min(room, maxLength)), 414);
  }

  private void begin(RequestLine line) throws RefusedRequest {
    if (line.target().length() > settings.maxTargetSize()) {
      throw new RefusedRequest(414);
    }
    requestLine = line;
    part = FIELDS;
  }

  private RequestHead endHead(RequestLine line) throws RefusedRequest {
    part = REQUEST_LINE; // whose method and target are examined now
    RequestHead parsed =
        new RequestHead(line.method(), line.target(), line.version(), fields.build());
    part = "Host";
    Authority.check(parsed);
    return parsed;
  }

  private void frame(RequestHead parsed) throws RefusedRequest {
    part = "Content-Length or Transfer-Encoding";
    long length = MessageFraming.contentLength(parsed.headers(), parsed.version(), 0);
    head = parsed; // set first: the content may be refused for its length
    part = "chunks or trailers";
    content.begin(
        length,
        settings.maxRequestSize() > 0 ? settings.maxRequestSize() : Long.MAX_VALUE,
        length == MessageFraming.CHUNKED
            ? new ChunkedContent(lines, settings.maxHeaderSize(), false)
            : null);
  }
}
