package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Writes heads and trailers of messages as HTTP/1.1 has them (RFC 9112 sections 4 and 5). */
final class HeadEncoder {

  private static final int USUAL_SIZE = 512;
  private static final int LARGEST_SPARE = 4096;

  /** Of 3 KB that a hit allocated, such an array was the largest part. */
  private static final ThreadLocal<byte @Nullable []> SPARE = new ThreadLocal<>();

  private byte[] bytes;
  private int length;

  HeadEncoder() {
    byte[] spare = SPARE.get();
    if (spare == null) {
      bytes = new byte[USUAL_SIZE];
    } else {
      SPARE.set(null);
      bytes = spare;
    }
  }

  /** Gives the array back for another head; only once nobody reads what was encoded. */
  void recycle() {
    if (bytes.length <= LARGEST_SPARE) {
      SPARE.set(bytes);
    }
  }

  /** Begins with the status line. */
  HeadEncoder status(int status) {
    String reason = HttpStatus.getMessage(status);
    append("HTTP/1.1 ");
    append(Integer.toString(status));
    append(" ");
    if (!Character.isDigit(reason.charAt(0))) {
      append(reason);
    }
    append("\r\n");
    return this;
  }

  /** Begins with the request line and the field that every request has. */
  HeadEncoder request(String method, String target, String host) {
    append(method);
    append(" ");
    append(target);
    append(" HTTP/1.1\r\n");
    return field("Host", host);
  }

  /** Begins with the last chunk, which trailers follow. */
  HeadEncoder lastChunk() {
    append("0\r\n");
    return this;
  }

  /** Adds all fields but those that say how the message is framed. */
  HeadEncoder fields(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      if (!isFraming(headers.name(i))) {
        field(headers.name(i), headers.value(i));
      }
    }
    return this;
  }

  HeadEncoder field(String name, String value) {
    append(name);
    append(": ");
    append(value);
    append("\r\n");
    return this;
  }

  /** Ends the section and returns all of it. */
  ByteBuffer end() {
    append("\r\n");
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** Returns an interim response, whole. */
  static ByteBuffer interim(ResponseHead head) {
    return new HeadEncoder().status(head.status()).fields(head.headers()).end();
  }

  private static boolean isFraming(String name) {
    return switch (name.length()) {
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  /** The deprecated method copies octets as a string holds them; any other way looks at each. */
  @SuppressWarnings("deprecation")
  private void append(String text) {
    int count = text.length();
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
    text.getBytes(0, count, bytes, length);
    length += count;
  }
}
