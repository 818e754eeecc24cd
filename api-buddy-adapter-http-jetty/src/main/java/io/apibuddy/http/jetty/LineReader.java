package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes one line after the other from a connection's bytes, each ended by CRLF. A CR by itself and
 * every other control character but the tab is refused (RFC 9112 section 2.2): where such a line
 * ends would be a matter of opinion. Not safe for concurrent use.
 */
final class LineReader {

  private final boolean bareLineFeeds;
  private byte[] line = new byte[256];
  private int length;
  private boolean ending;
  private boolean complete;

  /**
   * Begins before the first line.
   *
   * @param bareLineFeeds whether an LF by itself ends a line too, rather than being refused
   */
  LineReader(boolean bareLineFeeds) {
    this.bareLineFeeds = bareLineFeeds;
  }

  /**
   * Goes on with the line, or with the next if it was complete.
   *
   * @param longest how many octets the line may have, its end not counted
   * @param otherwise the status that a longer one is refused with
   * @return whether the line is complete
   */
  boolean read(ByteBuffer bytes, int longest, int otherwise) throws RefusedRequest {
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
      } else if (length >= longest) {
        throw new RefusedRequest(otherwise);
      } else {
        append(octet);
      }
    }
    return false;
  }

  /** Returns whether nothing of a line was read yet. */
  boolean isAtStart() {
    return complete || (length == 0 && !ending);
  }

  /** Returns whether what has come of the line in progress agrees with {@code text}. */
  boolean agreesWith(String text) {
    int count = isAtStart() ? 0 : Math.min(length, text.length());
    for (int i = 0; i < count; i++) {
      if (line[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the length of the line that is complete, its end not counted. */
  int length() {
    return length;
  }

  /** Returns the line that is complete, each octet a character. */
  String text() {
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  /**
   * Adds the field of the line that is complete and returns its name, as {@link FieldLine} does.
   */
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
