package io.apibuddy.domain.cache;

/** Why a request goes to the upstream, in the words of RFC 9211 section 2.2. */
public enum ForwardReason {
  /** The mapping does not cache such requests. */
  BYPASS("bypass"),
  /** The method is never answered from the store. */
  METHOD("method"),
  /** Nothing is stored under the key. */
  URI_MISS("uri-miss"),
  /** Something is stored, but for other values of the fields in {@code Vary}. */
  VARY_MISS("vary-miss"),
  /** Something is stored, but not all that is asked for. */
  PARTIAL("partial"),
  /** The request's directives ask for it. */
  REQUEST("request"),
  /** What is stored is no longer fresh. */
  STALE("stale");

  private final String token;

  ForwardReason(String token) {
    this.token = token;
  }

  /** Returns the value of the {@code fwd} parameter. */
  public String token() {
    return token;
  }
}
