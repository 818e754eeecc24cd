package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.spi.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The outcome of parsing the bytes of a connection.
 *
 * @param requests the requests that were complete
 * @param refusal the status that the rest was refused with, 0 if it was not
 * @param idle whether nothing of another request was seen
 */
record ParsedRequests(List<Parsed> requests, int refusal, boolean idle) {

  /** A request; each character of its content is one octet. */
  record Parsed(RequestHead head, String content, Headers trailers) {}

  /** Parses the bytes of {@code text}, which arrive {@code step} at a time. */
  static ParsedRequests of(String text, int step, Map<String, ?> settings) {
    ServerSettings inForce = ServerSettings.from(Settings.of(settings));
    RequestParser parser = new RequestParser(() -> inForce);
    byte[] all = text.getBytes(StandardCharsets.ISO_8859_1);
    List<Parsed> requests = new ArrayList<>();
    StringBuilder content = new StringBuilder();
    for (int start = 0; start < all.length; start += step) {
      ByteBuffer bytes = ByteBuffer.wrap(all, start, Math.min(step, all.length - start)).slice();
      do {
        parser.parse(bytes);
        ByteBuffer piece = parser.content();
        if (piece != null) {
          content.append(StandardCharsets.ISO_8859_1.decode(piece));
        }
        if (parser.isComplete()) {
          RequestHead head = Objects.requireNonNull(parser.head());
          requests.add(new Parsed(head, content.toString(), parser.trailers()));
          content.setLength(0);
          parser.reset();
        }
      } while (bytes.hasRemaining() && parser.refusal() == null);
    }
    RefusedRequest refusal = parser.refusal();
    return new ParsedRequests(
        requests, refusal == null ? 0 : refusal.rejection().status(), parser.isIdle());
  }

  static ParsedRequests of(String text) {
    return of(text, Integer.MAX_VALUE, Map.of());
  }
}
