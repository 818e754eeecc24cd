package io.apibuddy.domain.cache;

/** Why a request is forwarded to the upstream, in the terms of RFC 9211 section 2.2. */
public enum ForwardReason {
  /** The mapping does not cache such requests. */
  BYPASS("bypass"),
  /** Requests with this method are never answered from the store. */
  METHOD("method"),
  /** Nothing is stored under the key. */
  URI_MISS("uri-miss"),
  /** Responses are stored, but for other values of the fields in {@code Vary}. */
  VARY_MISS("vary-miss"),
  /** Only a part of the response is stored. */
  PARTIAL("partial"),
  /** The request's directives demand it. */
  REQUEST("request"),
  /** The stored response is no longer fresh. */
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
