package io.apibuddy.ports.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request. Immutable except for the {@linkplain #attach attached} object; equal if
 * all parts are.
 */
public final class RequestHead extends MessageHead {
  private final String method;
  private final String target;
  private final ProtocolVersion version;

  /**
   * Creates a head. Accepts only what a well-formed request can contain.
   *
   * @param method the method, a token; case-sensitive (RFC 9110 section 9.1)
   * @param target the request target exactly as received (RFC 9112 section 3.2), in any of its four
   *     forms, without white space and control characters
   * @param version the version in which the request was received
   * @param headers all field lines, hop-by-hop fields included
   * @throws IllegalArgumentException if method or target is not well-formed
   */
  public RequestHead(String method, String target, ProtocolVersion version, Headers headers) {
    super(headers);
    Syntax.requireToken(method);
    Syntax.requireTarget(target);
    this.method = method;
    this.target = target;
    this.version = Objects.requireNonNull(version, "version");
  }

  /** Returns the method. */
  public String method() {
    return method;
  }

  /** Returns the request target. */
  public String target() {
    return target;
  }

  /** Returns the version. */
  public ProtocolVersion version() {
    return version;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestHead that
        && method.equals(that.method)
        && target.equals(that.target)
        && version == that.version
        && headers().equals(that.headers());
  }

  @Override
  public int hashCode() {
    return Objects.hash(method, target, version, headers());
  }

  @Override
  public String toString() {
    return "RequestHead[" + method + ' ' + target + ' ' + version + ", " + headers() + ']';
  }
}
