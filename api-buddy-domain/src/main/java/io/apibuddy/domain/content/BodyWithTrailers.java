package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.InputStream;

/**
 * Stored content with the trailers that followed it. Its length is not announced, since only then
 * can trailers follow (RFC 9112 section 6.3).
 *
 * @param content the content
 * @param stream the content's stream, opened once
 * @param trailers the stored trailers
 */
public record BodyWithTrailers(Body content, InputStream stream, Headers trailers)
    implements Body.Stream {

  public BodyWithTrailers(Body content, Headers trailers) {
    this(content, content.stream(), trailers);
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void close() {
    content.close();
  }
}
