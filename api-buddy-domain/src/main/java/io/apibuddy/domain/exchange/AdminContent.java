package io.apibuddy.domain.exchange;

import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.http.ProxyRequest;
import java.io.IOException;
import java.io.InputStream;

/** Reads the content of a request to an admin resource: JSON, up to 1 MiB. */
final class AdminContent {
  private static final int MAX_LENGTH = 1 << 20;

  private AdminContent() {}

  /**
   * Returns the whole content of a request.
   *
   * @throws AdminException if it is too long or not JSON; a form on a foreign web page can send
   *     other types without a preflight (Fetch, section 3.2.2)
   */
  static Body.Bytes of(ProxyRequest request) throws AdminException, IOException {
    if (request.body().length() == 0) {
      return Body.EMPTY;
    }
    if (!MediaType.isJson(MediaType.of(request.head().headers().first("Content-Type")))) {
      throw new AdminException(
          415,
          "unsupported_media_type",
          "Unsupported media type",
          "Admin resources take JSON: send Content-Type: application/json.");
    }
    try (InputStream content = request.body().stream()) {
      byte[] bytes = content.readNBytes(MAX_LENGTH + 1);
      if (bytes.length > MAX_LENGTH) {
        throw new AdminException(
            413, "content_too_large", "Content too large", "Admin resources accept at most 1 MiB.");
      }
      return new Body.Bytes(bytes);
    }
  }
}
