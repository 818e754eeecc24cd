package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the lines of a connection's bytes incrementally; each ends with CRLF. A bare CR and every
 * other control character except the tab are refused (RFC 9112 section 2.2), because recipients
 * could disagree on where such a line ends. Not safe for concurrent use.
 */
final class LineReader {

  private final boolean bareLineFeeds;
  private byte[] line = new byte[256];
  private int length;
  private boolean ending;
  private boolean complete;

  /**
   * Creates a reader before the first line.
   *
   * @param bareLineFeeds whether a bare LF ends a line, too, instead of being refused
   */
  LineReader(boolean bareLineFeeds) {
    this.bareLineFeeds = bareLineFeeds;
  }

  /**
   * Continues with the current line, or with the next if that is complete.
   *
   * @param maxLength the most octets of the line, without its end
   * @param tooLongStatus the status with which a longer line is refused
   * @return whether the line is complete
   */
  boolean read(ByteBuffer bytes, int maxLength, int tooLongStatus) throws RefusedRequest {
    if (complete) {
      complete = false;
      length = 0;
    }
    while (bytes.hasRemaining()) {
      byte octet = bytes.get();
      if (ending) {
        if (octet != '\n') {
          throw new RefusedRequest(400);
        }
        ending = false;
        complete = true;
        return true;
      }
      if (octet == '\r') {
        ending = true;
      } else if (octet == '\n' && bareLineFeeds) {
        complete = true;
        return true;
      } else if ((octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7f) {
        throw new RefusedRequest(400);
      } else if (length >= maxLength) {
        throw new RefusedRequest(tooLongStatus);
      } else {
        append(octet);
      }
    }
    return false;
  }

  /** Returns whether no octet of the next line was read yet. */
  boolean isAtStart() {
    return complete || (length == 0 && !ending);
  }

  /** Returns the number of the octet at which an incomplete line ends, 0 if it is complete. */
  int octet() {
    return complete ? 0 : length + 1;
  }

  /** Returns whether the part of the current line that has arrived agrees with {@code text}. */
  boolean matches(String text) {
    int count = isAtStart() ? 0 : Math.min(length, text.length());
    for (int i = 0; i < count; i++) {
      if (line[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the length of the complete line in octets, without its end. */
  int length() {
    return length;
  }

  /** Returns the complete line, decoded as ISO-8859-1. */
  String text() {
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Adds the field on the complete line and returns its name, as {@link FieldLine} does. */
  String addFieldTo(Headers.Builder fields) {
    return FieldLine.addTo(fields, line, length);
  }

  private void append(byte octet) {
    if (length == line.length) {
      line = Arrays.copyOf(line, length * 2);
    }
    line[length++] = octet;
  }
}
