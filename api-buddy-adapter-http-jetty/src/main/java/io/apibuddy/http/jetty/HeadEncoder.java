package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Encodes the heads and trailer sections of HTTP/1.1 messages (RFC 9112 sections 3 to 5). */
final class HeadEncoder implements Recyclable {

  private static final int USUAL_SIZE = 512;
  private static final int MAX_SPARE = 4096;

  /** An array that the thread reuses: it was the largest part of the 3 KB that a hit allocated. */
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

  @Override
  public void recycle() {
    if (bytes.length <= MAX_SPARE) {
      SPARE.set(bytes);
    }
  }

  /** Appends the status line. */
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

  /** Appends the request line and the {@code Host} field. */
  HeadEncoder request(String method, String target, String host) {
    append(method);
    append(" ");
    append(target);
    append(" HTTP/1.1\r\n");
    return field("Host", host);
  }

  /** Appends the last chunk, which the trailer section follows. */
  HeadEncoder lastChunk() {
    append("0\r\n");
    return this;
  }

  /** Appends all fields except those that frame the message or control the connection. */
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

  /** Ends the section with an empty line and returns all that was encoded. */
  ByteBuffer end() {
    append("\r\n");
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** Returns the encoding of a whole interim response. */
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

  /** The deprecated method copies octets as the string holds them; any other checks each one. */
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
