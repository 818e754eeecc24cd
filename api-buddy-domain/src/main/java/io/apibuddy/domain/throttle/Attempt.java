package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import java.util.function.Supplier;

/**
 * An attempt to ask an upstream, either about to be made or just made.
 *
 * @param alias the mapping whose limits count the attempt
 * @param upstream the origin that the mapping leads to
 * @param rules the mapping's throttling configuration
 * @param line the line in which the mapping's requests wait
 * @param method the request's method
 * @param path the path below the alias
 * @param credential returns a fingerprint of the request's credentials, empty if it has none
 * @param model returns the model that the request names, empty if it names none
 */
public record Attempt(
    String alias,
    String upstream,
    ThrottleConfiguration rules,
    WaitingLine line,
    String method,
    String path,
    Supplier<String> credential,
    Supplier<String> model) {

  boolean mayWait() {
    return !rules.maxWait().isZero() && line.places() > 0;
  }
}
