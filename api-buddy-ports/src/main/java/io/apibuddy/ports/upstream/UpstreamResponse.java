package io.apibuddy.ports.upstream;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;

/** The final response of an upstream; its body may still be on its way. */
public interface UpstreamResponse extends AutoCloseable {

  /** Returns status and fields as they were received, hop-by-hop fields included. */
  ResponseHead head();

  /** Returns the version of HTTP that the upstream answered in. */
  ProtocolVersion version();

  /**
   * Returns the content, {@link Body#EMPTY} where there can be none (HEAD, 204, 304). A client may
   * give what came with the head, whole and without trailers, as {@link Body.Bytes}. What {@code
   * available} of a stream says has come for certain: an answer that is whole is taken in by the
   * thread that asked for it.
   */
  Body body();

  /**
   * Lets go of the exchange: the connection goes back to the pool if the body was read to its end,
   * and is closed otherwise. From any thread, any number of times; never throws.
   */
  @Override
  void close();
}
