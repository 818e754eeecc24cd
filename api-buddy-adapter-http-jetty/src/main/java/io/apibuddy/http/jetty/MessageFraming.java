package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import java.util.List;

/** Determines how content is delimited (RFC 9112 section 6), and refuses ambiguous framing. */
final class MessageFraming {

  /** The content is chunked. */
  static final long CHUNKED = -1;

  /** The content extends to the end of the connection. */
  static final long UNTIL_END = -2;

  private MessageFraming() {}

  /**
   * Returns the length of the content in octets, or {@link #CHUNKED}.
   *
   * @param otherwise the result if no field says
   * @throws RefusedRequest with 400 if the framing is malformed or ambiguous
   */
  static long contentLength(Headers headers, ProtocolVersion version, long otherwise)
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
    return lengths.isEmpty() ? otherwise : length(lengths.get(0));
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
