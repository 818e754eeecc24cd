package io.apibuddy.domain.fill;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Instant;

/** An answer in flight whose head has come. */
record ReceivedAnswer(UpstreamResponse upstream, FillHead head, Instant requestedAt) {

  /** The longest buffered stream that the asking thread takes in itself, in bytes. */
  private static final int MAX_SHORT_LENGTH = 64 << 10;

  /** Returns whether nothing is left to wait for: the content is complete, or has broken off. */
  boolean isWhole() {
    Body body = upstream.body();
    if (body instanceof Body.Bytes) {
      return true;
    }
    long length = body.length();
    try {
      return length == 0
          || (length > 0 && length <= MAX_SHORT_LENGTH && body.stream().available() >= length);
    } catch (IOException e) {
      return true; // reading it meets the same failure
    }
  }
}
