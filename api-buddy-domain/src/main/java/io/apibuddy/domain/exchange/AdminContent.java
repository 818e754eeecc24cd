package io.apibuddy.domain.exchange;

import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what is sent to an admin resource: JSON, bounded. */
final class AdminContent {
  private static final int MOST = 1 << 20;

  private AdminContent() {}

  /**
   * Returns a request's whole content.
   *
   * @throws AdminException if it is too long, or no JSON: a web page's form can send other types to
   *     anybody without being asked (Fetch, section 3.2.2)
   */
  static Body.Bytes of(ProxyRequest request) throws AdminException, IOException {
    if (request.body().length() == 0) {
      return Body.EMPTY;
    }
    if (!isJson(request.head().headers().first("Content-Type"))) {
      throw new AdminException(
          415,
          "unsupported_media_type",
          "Unsupported media type",
          "Admin resources take JSON: send Content-Type: application/json.");
    }
    try (InputStream content = request.body().stream()) {
      byte[] bytes = content.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw new AdminException(
            413,
            "content_too_large",
            "Content too large",
            "Admin resources take a mebibyte at most.");
      }
      return new Body.Bytes(bytes);
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).trim();
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.equals("application/json")
        || (lower.startsWith("application/") && lower.endsWith("+json"));
  }
}
