package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.InputStream;

/**
 * Stored content that trailers follow, as they did when it came: only content whose length is not
 * announced can have some (RFC 9112 section 6.3).
 *
 * @param content the content
 * @param stream its stream, asked for once
 * @param trailers the stored trailers
 */
public record TrailedBody(Body content, InputStream stream, Headers trailers)
    implements Body.Stream {

  public TrailedBody(Body content, Headers trailers) {
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
