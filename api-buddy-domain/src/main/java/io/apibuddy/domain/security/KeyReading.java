package io.apibuddy.domain.security;

import io.apibuddy.ports.http.RequestHead;

/**
 * The result of reading the keys of a request.
 *
 * @param verdict whether the request may pass
 * @param head the request without any key
 * @param prefix the path segment that held the key, with its leading slash; empty if none did
 * @param forAdmin whether the request is for an admin resource
 * @param triesAdmin whether the request is for one, or would be if its first segment were a key
 * @param misplaced whether the request shows the right key and its target contains a key once more,
 *     where an upstream would see it
 */
public record KeyReading(
    Verdict verdict,
    RequestHead head,
    String prefix,
    boolean forAdmin,
    boolean triesAdmin,
    boolean misplaced) {

  /** Whether a request may pass. */
  public enum Verdict {
    /** The request needs no key. */
    NOT_REQUIRED,
    /** The request shows the right key, and no other. */
    RIGHT,
    /** The request shows no key. */
    MISSING,
    /** The request shows a wrong key, or one twice. */
    WRONG
  }
}
