package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An incremental parser for the responses on a connection, one after the other (RFC 9112 sections
 * 2.2, 4, 5 and 6). It refuses every framing that can be read in two ways. It accepts lines of a
 * head that end without CR, and chunk sizes that are padded, because servers send them. Not safe
 * for concurrent use.
 */
final class ResponseParser {

  /** The longest head with its line ends, and the longest trailer section, in octets. */
  private static final int MAX_HEAD_SIZE = 64 * 1024;

  private static final int MAX_EMPTY_LINES = 4;
  private static final int MAX_INTERIM = 32;
  private static final int LINE_END = 2;
  private static final String PROTOCOL = "HTTP/1.";
  private static final int TOO_LONG = 431;
  private static final String STATUS_LINE = "status line";

  private final LineReader lines = new LineReader(true);
  private final Headers.Builder fields = Headers.builder();
  private String method = "";
  private String part = STATUS_LINE;
  private int emptyLines;
  private int headSize;
  private int status;
  private ProtocolVersion version = ProtocolVersion.HTTP_1_1;
  private final List<ResponseHead> interim = new ArrayList<>();
  private int interimCount;
  private @Nullable ResponseHead head;
  private final MessageContent content = new MessageContent();
  private boolean persistent;
  private @Nullable String fault;

  /**
   * Starts before the response to a request.
   *
   * @param requestMethod the request's method: responses to HEAD have no content, and for those to
   *     CONNECT the fields that frame content mean nothing (RFC 9110 section 9.3.6)
   */
  void begin(String requestMethod) {
    method = requestMethod;
  }

  /** Prepares for the next response, and keeps nothing of the last. */
  void reset() {
    expectHead();
    emptyLines = 0;
    interimCount = 0;
    head = null;
    content.reset();
    persistent = false;
  }

  private void expectHead() {
    fields.clear();
    headSize = 0;
    status = 0;
    part = STATUS_LINE;
  }

  /** Continues to parse {@code bytes} up to a head, a piece of content, the end or a fault. */
  void parse(ByteBuffer bytes) {
    if (fault != null || content.isParsed()) {
      return;
    }
    try {
      if (head == null) {
        parseHead(bytes);
      } else {
        content.parse(bytes);
      }
    } catch (RefusedRequest e) { // the checks that requests have, too
      fault = faultOf(e.status() == TOO_LONG ? "header or trailers, which exceed 64 KiB" : part);
    } catch (IllegalArgumentException e) {
      fault = faultOf(part);
    }
  }

  /** Names what is wrong, for the log, and repeats nothing of it. */
  private static String faultOf(String what) {
    return "the upstream's answer is not valid HTTP because of its " + what;
  }

  /** Notes that the connection has ended cleanly. */
  void end() {
    content.end();
  }

  /** Returns the interim responses (1xx) that were parsed since the last call. */
  List<ResponseHead> takeInterim() {
    if (interim.isEmpty()) {
      return List.of();
    }
    List<ResponseHead> taken = List.copyOf(interim);
    interim.clear();
    return taken;
  }

  /** Returns the head of the final response, null before it is complete. */
  @Nullable ResponseHead head() {
    return head;
  }

  ProtocolVersion version() {
    return version;
  }

  /** Returns the length of the content in octets, -1 if it is not announced. */
  long contentLength() {
    return Math.max(content.length(), -1);
  }

  /** Returns whether the head announced content, whose end had to be found. */
  boolean hadContent() {
    return content.length() != 0;
  }

  /** Returns content that was parsed but not taken, null if there is none. */
  @Nullable ByteBuffer content() {
    return content.piece();
  }

  /** Returns whether the response has ended and all of its content was taken. */
  boolean isComplete() {
    return content.isComplete();
  }

  /** Returns whether the connection may be used again once the response is complete. */
  boolean isPersistent() {
    return persistent;
  }

  Headers trailers() {
    return content.trailers();
  }

  /** Returns what is wrong with the response, null if nothing is. */
  @Nullable String fault() {
    return fault;
  }

  private void parseHead(ByteBuffer bytes) throws RefusedRequest {
    while (head == null && fault == null && lines.read(bytes, MAX_HEAD_SIZE - headSize, 431)) {
      headSize = Math.min(MAX_HEAD_SIZE, headSize + lines.length() + LINE_END);
      if (status != 0) {
        if (lines.length() == 0) {
          endHead();
        } else {
          String unused = lines.addFieldTo(fields);
        }
      } else if (lines.length() > 0) {
        beginHead(lines.text());
      } else if (++emptyLines > MAX_EMPTY_LINES) {
        throw new RefusedRequest(400);
      }
    }
    if (status == 0 && !lines.matches(PROTOCOL)) { // the end of this line may never come
      throw new RefusedRequest(400);
    }
  }

  private void beginHead(String line) throws RefusedRequest {
    int code = PROTOCOL.length() + 2;
    int end = code + 3;
    if (!line.startsWith(PROTOCOL)
        || line.length() < end
        || line.charAt(code - 1) != ' '
        || (line.length() > end && line.charAt(end) != ' ')) {
      throw new RefusedRequest(400);
    }
    int minor = digit(line, PROTOCOL.length()); // a later one than 1 counts as that: RFC 9110, 2.5
    version = minor == 0 ? ProtocolVersion.HTTP_1_0 : ProtocolVersion.HTTP_1_1;
    int number = 0;
    for (int i = code; i < end; i++) {
      number = 10 * number + digit(line, i);
    }
    if (number < HttpStatus.CONTINUE_100 || number == HttpStatus.SWITCHING_PROTOCOLS_101) {
      throw new RefusedRequest(400); // no upgrade was requested
    }
    status = number;
    part = "header fields";
  }

  private static int digit(String line, int index) throws RefusedRequest {
    char digit = line.charAt(index);
    if (digit < '0' || digit > '9') {
      throw new RefusedRequest(400);
    }
    return digit - '0';
  }

  private void endHead() throws RefusedRequest {
    ResponseHead parsed = new ResponseHead(status, fields.build());
    if (HttpStatus.isInterim(status)) {
      endInterim(parsed);
      return;
    }
    part = "Content-Length or Transfer-Encoding";
    long framed =
        method.equals("CONNECT")
            ? 0
            : MessageFraming.contentLength(parsed.headers(), version, MessageFraming.UNTIL_END);
    long length = hasContent() ? framed : 0;
    content.begin(
        length,
        Long.MAX_VALUE,
        length == MessageFraming.CHUNKED
            ? new ChunkedContent(new LineReader(false), MAX_HEAD_SIZE, true)
            : null);
    persistent =
        length != MessageFraming.UNTIL_END
            && !parsed.headers().lists("Connection", "close")
            && (version == ProtocolVersion.HTTP_1_1
                || parsed.headers().lists("Connection", "keep-alive"));
    head = parsed;
    part = "chunks or trailers";
  }

  private void endInterim(ResponseHead parsed) {
    if (++interimCount > MAX_INTERIM) {
      fault = "the upstream sends too many interim responses";
      return;
    }
    interim.add(parsed);
    expectHead();
  }

  /** Returns whether the response has content (RFC 9112 section 6.3). */
  private boolean hasContent() {
    return !method.equals("HEAD")
        && status != HttpStatus.NO_CONTENT_204
        && status != HttpStatus.NOT_MODIFIED_304;
  }
}
