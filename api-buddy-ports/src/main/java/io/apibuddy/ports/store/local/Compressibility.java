package io.apibuddy.ports.store.local;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.http.ResponseHead;
import java.util.List;
import java.util.Set;

/** Decides by the head of a response whether its body is worth compressing. */
public final class Compressibility {
  private static final int THRESHOLD = 1024;
  private static final Set<String> DENSE_FAMILIES = Set.of("image", "audio", "video");
  private static final Set<String> PLAIN_IMAGES =
      Set.of("image/svg+xml", "image/bmp", "image/x-ms-bmp", "image/vnd.microsoft.icon");
  private static final Set<String> DENSE_TYPES =
      Set.of(
          "application/zip",
          "application/gzip",
          "application/x-gzip",
          "application/zstd",
          "application/x-bzip2",
          "application/x-xz",
          "application/x-7z-compressed",
          "application/vnd.rar",
          "application/java-archive",
          "application/pdf",
          "application/font-woff",
          "font/woff",
          "font/woff2");
  private static final List<String> DENSE_SUFFIXES = List.of("+zip", "+gzip", "+zstd");

  private Compressibility() {}

  /**
   * Returns whether a body is longer than 1 KiB, has no content coding (RFC 9110 section 8.4) and
   * has a media type that is not compressed by nature. Unknown media types count as compressible.
   *
   * @param length the length of the body in bytes
   */
  public static boolean isWorthwhile(ResponseHead head, long length) {
    return length > THRESHOLD && isCompressible(head);
  }

  /**
   * Returns whether a body of any length can be expected to shrink, for engines that compress
   * several small bodies together.
   */
  public static boolean isCompressible(ResponseHead head) {
    return isPlain(head.headers()) && !isDense(head.headers());
  }

  private static boolean isPlain(Headers headers) {
    return headers.elements("Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
  }

  private static boolean isDense(Headers headers) {
    String type = MediaType.of(headers.first("Content-Type"));
    String family = type.substring(0, Math.max(0, type.indexOf('/')));
    return DENSE_TYPES.contains(type)
        || DENSE_SUFFIXES.stream().anyMatch(type::endsWith)
        || (DENSE_FAMILIES.contains(family) && !PLAIN_IMAGES.contains(type));
  }
}
