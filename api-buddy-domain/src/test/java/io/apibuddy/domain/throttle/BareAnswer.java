package io.apibuddy.domain.throttle;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamResponse;

/** An upstream's answer without content. */
record BareAnswer(ResponseHead head) implements UpstreamResponse {

  static BareAnswer of(int status, String... fields) {
    return new BareAnswer(new ResponseHead(status, Headers.of(fields)));
  }

  @Override
  public ProtocolVersion version() {
    return ProtocolVersion.HTTP_1_1;
  }

  @Override
  public Body body() {
    return Body.EMPTY;
  }

  @Override
  public void close() {}
}
