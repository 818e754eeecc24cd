package io.apibuddy.ports.upstream;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;

/** The final response of an upstream; its body may still be arriving. */
public interface UpstreamResponse extends AutoCloseable {

  /** Returns status and header fields as received, hop-by-hop fields included. */
  ResponseHead head();

  /** Returns the HTTP version of the response. */
  ProtocolVersion version();

  /**
   * Returns the content; {@link Body#EMPTY} if there can be none (HEAD, 204, 304). A client may
   * return content that arrived together with the head, complete and without trailers, as {@link
   * Body.Bytes}. The bytes that a stream's {@code available} reports must certainly have arrived,
   * because the thread that requested a response reads it itself if it is complete.
   */
  Body body();

  /**
   * Ends the exchange. The connection returns to the pool if the body was read to its end,
   * otherwise it is closed. May be called from any thread, any number of times; never throws.
   */
  @Override
  void close();
}
