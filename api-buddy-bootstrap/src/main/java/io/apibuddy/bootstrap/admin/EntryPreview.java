package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ContentCoding;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a stored response's content.
 *
 * @param text the text, without a content coding
 * @param truncated whether the content goes on
 */
record EntryPreview(String text, boolean truncated) {
  private static final int MAX_BYTES = 16 * 1024;

  /** Returns the preview of an entry, null if its content is no UTF-8 text or cannot be read. */
  static @Nullable EntryPreview of(StoredResponse stored, ResponseStore store) {
    try {
      Optional<Body> opened = store.body(stored.id(), 0);
      if (opened.isEmpty()) {
        return null;
      }
      try (Body body = opened.get();
          InputStream content = decoded(body.stream(), stored.response().headers())) {
        return of(content.readNBytes(MAX_BYTES + 1));
      }
    } catch (Exception | LinkageError e) {
      return null; // the rest of the entry is shown all the same
    }
  }

  private static InputStream decoded(InputStream content, Headers fields) throws IOException {
    boolean packed = ContentCoding.of(fields.joined("Content-Encoding")) == ContentCoding.GZIP;
    return packed ? new GZIPInputStream(content) : content;
  }

  private static @Nullable EntryPreview of(byte[] read) {
    boolean truncated = read.length > MAX_BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(read, 0, Math.min(read.length, MAX_BYTES));
    CharBuffer text = CharBuffer.allocate(MAX_BYTES);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    // The last character may be cut in two.
    boolean malformed = decoder.decode(bytes, text, !truncated).isError();
    String shown = text.flip().toString();
    return malformed || shown.indexOf('\0') >= 0 ? null : new EntryPreview(shown, truncated);
  }
}
