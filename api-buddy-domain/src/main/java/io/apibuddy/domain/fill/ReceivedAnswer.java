package io.apibuddy.domain.fill;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.time.Instant;

/** An answer in flight whose head has come. */
record ReceivedAnswer(UpstreamResponse upstream, FillHead head, Instant requestedAt) {

  /** Up to this length an answer that has come whole is taken in by the thread that asked. */
  private static final int SHORT = 64 << 10;

  /** Returns whether nobody has to wait for more: all of it is here, or it broke off. */
  boolean isWhole() {
    Body body = upstream.body();
    if (body instanceof Body.Bytes) {
      return true;
    }
    long length = body.length();
    try {
      return length == 0 || (length > 0 && length <= SHORT && body.stream().available() >= length);
    } catch (IOException e) {
      return true; // who reads it meets the same failure
    }
  }
}
