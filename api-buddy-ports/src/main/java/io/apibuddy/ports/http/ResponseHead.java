package io.apibuddy.ports.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a response. Immutable except for the {@linkplain #attach attached} object; equal if
 * all parts are.
 */
public final class ResponseHead extends MessageHead {
  private final int status;

  /**
   * Creates a head.
   *
   * @param status the status code, 100 to 999 (RFC 9110 section 15)
   * @param headers the field lines
   * @throws IllegalArgumentException if the status code does not have three digits
   */
  public ResponseHead(int status, Headers headers) {
    super(headers);
    if (status < 100 || status > 999) {
      throw new IllegalArgumentException("status code " + status + " has not three digits");
    }
    this.status = status;
  }

  /** Returns the status code. */
  public int status() {
    return status;
  }

  /** Returns a head with the same status and other fields. */
  public ResponseHead withHeaders(Headers replacement) {
    return new ResponseHead(status, replacement);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResponseHead that
        && status == that.status
        && headers().equals(that.headers());
  }

  @Override
  public int hashCode() {
    return 31 * status + headers().hashCode();
  }

  @Override
  public String toString() {
    return "ResponseHead[" + status + ", " + headers() + ']';
  }
}
