package io.apibuddy.domain.throttle;

import io.apibuddy.ports.http.ContentCoding;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.http.ResponseHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads how long a refusal of one of Google's services asks to be left alone. They send no {@code
 * Retry-After}, but a {@code google.rpc.RetryInfo} among the details of the error, in JSON.
 */
final class RetryInfo {
  /** The longest content that is read, in bytes. */
  static final int MAX_LENGTH = 16 << 10;

  private static final String TYPE = "google.rpc.RetryInfo\"";

  /** An object with the time, which is in seconds. Within a text its quotes would be escaped. */
  private static final Pattern DETAIL =
      Pattern.compile("\\{[^{}]*\"retryDelay\"\\s*:\\s*\"(\\d{1,9}(?:\\.\\d{1,9})?s)\"[^{}]*\\}");

  private RetryInfo() {}

  /** Returns whether the content after a head may have one. */
  static boolean mayFollow(ResponseHead head) {
    return AnnouncedPause.isRefusal(head.status())
        && MediaType.isJson(MediaType.of(head.headers().joined("Content-Type")))
        && coding(head.headers()) != ContentCoding.OTHER;
  }

  /**
   * Returns the time that a refusal states, zero if it states none or cannot be read.
   *
   * @param fields the fields ahead of the content
   */
  static Duration of(Headers fields, byte[] content) {
    try {
      Matcher detail = DETAIL.matcher(text(fields, content));
      while (detail.find()) {
        if (detail.group().contains(TYPE)) {
          return Duration.parse("PT" + detail.group(1));
        }
      }
    } catch (IOException e) {
      // It is not coded as it says.
    }
    return Duration.ZERO;
  }

  private static String text(Headers fields, byte[] content) throws IOException {
    InputStream plain = new ByteArrayInputStream(content);
    if (coding(fields) == ContentCoding.GZIP) {
      plain = new GZIPInputStream(plain);
    }
    return new String(plain.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
  }

  private static ContentCoding coding(Headers fields) {
    return ContentCoding.of(fields.joined("Content-Encoding"));
  }
}
