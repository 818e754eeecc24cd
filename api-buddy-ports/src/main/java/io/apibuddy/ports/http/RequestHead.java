package io.apibuddy.ports.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body; immutable, compared by its parts. It also holds what its user worked
 * out from it, so that a head that comes again need not be read again: see {@link #note}.
 */
public final class RequestHead {
  private final String method;
  private final String target;
  private final ProtocolVersion version;
  private final Headers headers;
  private @Nullable Object noted; // benign race: who finds nothing works it out again

  /**
   * Makes a head; refuses what could not have come from a well-formed request.
   *
   * @param method the method, a token; case counts (RFC 9110 section 9.1)
   * @param target the request target exactly as it was received (RFC 9112 section 3.2), in any of
   *     its four forms, without white space and control characters
   * @param version the version it was received in
   * @param headers all field lines, hop-by-hop ones included
   * @throws IllegalArgumentException if method or target are not well formed
   */
  public RequestHead(String method, String target, ProtocolVersion version, Headers headers) {
    Syntax.requireToken(method);
    Syntax.requireTarget(target);
    this.method = method;
    this.target = target;
    this.version = Objects.requireNonNull(version, "version");
    this.headers = Objects.requireNonNull(headers, "headers");
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

  /** Returns the field lines. */
  public Headers headers() {
    return headers;
  }

  /**
   * Keeps what was worked out from this head, in place of what was kept before. A front end may
   * give one object for several requests of one client that had the same head.
   *
   * @param workedOut an immutable object with final fields; null to keep nothing
   */
  public void note(@Nullable Object workedOut) {
    noted = workedOut;
  }

  /** Returns what {@link #note} was given last, null if it is not of that type. */
  public <T> @Nullable T noted(Class<T> type) {
    Object known = noted;
    return type.isInstance(known) ? type.cast(known) : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RequestHead that
        && method.equals(that.method)
        && target.equals(that.target)
        && version == that.version
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(method, target, version, headers);
  }

  @Override
  public String toString() {
    return "RequestHead[" + method + ' ' + target + ' ' + version + ", " + headers + ']';
  }
}
