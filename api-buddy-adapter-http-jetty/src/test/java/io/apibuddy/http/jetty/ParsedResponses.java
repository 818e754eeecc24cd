package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of parsing the bytes of a connection up to its end.
 *
 * @param responses the responses that were complete
 * @param fault what is wrong with the rest, null if nothing is
 * @param interim the interim responses
 */
record ParsedResponses(List<Parsed> responses, @Nullable String fault, List<ResponseHead> interim) {

  /** A response; each character of its content is one octet. */
  record Parsed(
      ResponseHead head,
      ProtocolVersion version,
      long length,
      String content,
      Headers trailers,
      boolean persistent) {}

  /** Parses the bytes of {@code text}, which arrive {@code step} at a time. */
  static ParsedResponses of(String text, int step, boolean toHead) {
    byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
    ResponseParser parser = new ResponseParser();
    ParsedResponses parsed = new ParsedResponses(new ArrayList<>(), null, new ArrayList<>());
    StringBuilder content = new StringBuilder();
    parser.begin(toHead ? "HEAD" : "GET");
    for (int start = 0; start < all.length; start += Math.min(step, all.length)) {
      ByteBuffer bytes = ByteBuffer.wrap(all, start, Math.min(step, all.length - start)).slice();
      do {
        parser.parse(bytes);
        ByteBuffer piece = parser.content();
        if (piece != null) {
          content.append(StandardCharsets.ISO_8859_1.decode(piece));
        }
        parsed.interim().addAll(parser.takeInterim());
        parsed.takeComplete(parser, content);
      } while (bytes.hasRemaining() && parser.fault() == null);
    }
    parser.end();
    parsed.takeComplete(parser, content);
    return new ParsedResponses(parsed.responses(), parser.fault(), parsed.interim());
  }

  static ParsedResponses of(String text) {
    return of(text, Integer.MAX_VALUE, false);
  }

  private void takeComplete(ResponseParser parser, StringBuilder content) {
    ResponseHead head = parser.head();
    if (head != null && parser.isComplete()) {
      responses.add(
          new Parsed(
              head,
              parser.version(),
              parser.contentLength(),
              content.toString(),
              parser.trailers(),
              parser.isPersistent()));
      content.setLength(0);
      parser.reset();
    }
  }
}
