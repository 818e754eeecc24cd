package io.apibuddy.domain.security;

import io.apibuddy.ports.http.RequestHead;

/**
 * What became of a request's access key.
 *
 * @param verdict whether the request may pass
 * @param head the request without any key
 * @param prefix the path segment with its slash that held the key, empty if none did
 * @param forAdmin whether it asks for an admin resource
 * @param triesAdmin whether it does, or would if its first segment were a key
 * @param misplaced whether it shows the right key and its target holds it once more, where an
 *     upstream would see it
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
    /** It asks for something that needs no key. */
    FREE,
    /** It shows the right key, and no other. */
    RIGHT,
    /** It shows no key. */
    MISSING,
    /** It shows a wrong key, or one twice. */
    WRONG
  }
}
