package io.apibuddy.ports.http;

import java.util.Objects;

/**
 * A request without its body.
 *
 * @param method the method, a token; case counts (RFC 9110 section 9.1)
 * @param target the request target exactly as it was received (RFC 9112 section 3.2), in any of its
 *     four forms, without white space and control characters
 * @param version the version it was received in
 * @param headers all field lines, hop-by-hop ones included
 */
public record RequestHead(String method, String target, ProtocolVersion version, Headers headers) {

  /** Refuses what could not have come from a well-formed request. */
  public RequestHead {
    Syntax.requireToken(method);
    Syntax.requireTarget(target);
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(headers, "headers");
  }
}
