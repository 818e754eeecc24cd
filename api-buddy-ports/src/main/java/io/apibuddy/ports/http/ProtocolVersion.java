package io.apibuddy.ports.http;

/** The version of HTTP that a message was received in (RFC 9110 section 2.5). */
public enum ProtocolVersion {
  /** HTTP/1.0. */
  HTTP_1_0("1.0"),
  /** HTTP/1.1. */
  HTTP_1_1("1.1"),
  /** HTTP/2. */
  HTTP_2("2.0");

  private final String number;

  ProtocolVersion(String number) {
    this.number = number;
  }

  /** Returns the version as written in {@code Via}, for example {@code 1.1}. */
  public String number() {
    return number;
  }
}
