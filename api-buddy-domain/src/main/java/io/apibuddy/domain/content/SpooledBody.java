package io.apibuddy.domain.content;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;

/**
 * The content of an answer in flight, for one client.
 *
 * @param stream the client's reader of the spool
 * @param length bytes, -1 if unknown
 */
public record SpooledBody(SpoolReader stream, long length) implements Body.Stream {

  @Override
  public Headers trailers() {
    return stream.trailers();
  }

  @Override
  public void close() {
    stream.close();
  }
}
