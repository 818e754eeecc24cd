package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import java.util.List;

/** How the end of a message's content is told (RFC 9112 section 6), if there is one reading. */
final class MessageFraming {

  /** The content comes in chunks. */
  static final long CHUNKED = -1;

  /** The content lasts until the connection ends. */
  static final long UNTIL_END = -2;

  private MessageFraming() {}

  /**
   * Returns the length of the content, {@link #CHUNKED} if it must show.
   *
   * @param untold what it is where no field tells
   */
  static long contentLength(Headers headers, ProtocolVersion version, long untold)
      throws RefusedRequest {
    List<String> lengths = headers.all("Content-Length");
    String coding = headers.joined("Transfer-Encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")
          || !lengths.isEmpty()
          || version == ProtocolVersion.HTTP_1_0) {
        throw new RefusedRequest(400);
      }
      return CHUNKED;
    }
    if (lengths.size() > 1) {
      throw new RefusedRequest(400);
    }
    return lengths.isEmpty() ? untold : length(lengths.get(0));
  }

  private static long length(String digits) throws RefusedRequest {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw new RefusedRequest(400);
      }
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new RefusedRequest(400);
    }
  }
}
