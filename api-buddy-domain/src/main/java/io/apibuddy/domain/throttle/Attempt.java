package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import java.util.function.Supplier;

/**
 * An attempt at an upstream that is about to be made, or was.
 *
 * @param alias the mapping, whose limits count it
 * @param upstream the origin that it leads to
 * @param rules the mapping's rules
 * @param line where the mapping's requests wait
 * @param path below the alias
 * @param credential gives the fingerprint of the request's credentials, empty if it has none
 * @param model gives the model that the request names, empty if it names none
 */
public record Attempt(
    String alias,
    String upstream,
    ThrottleConfiguration rules,
    WaitingLine line,
    String path,
    Supplier<String> credential,
    Supplier<String> model) {

  boolean mayWait() {
    return !rules.maxWait().isZero() && line.places() > 0;
  }
}
