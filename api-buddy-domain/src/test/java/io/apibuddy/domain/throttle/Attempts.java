package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/** Attempts of the alias {@code api}; immutable. */
record Attempts(
    ThrottleConfiguration rules, WaitingLine line, String path, String credential, String model) {

  /** At most so many a second, which costs no penalty. */
  static Attempts perSecond(long requests) {
    return of(
        new ThrottleConfiguration(
            List.of(new RateLimit(requests, Duration.ofSeconds(1))),
            "key",
            PenaltyRule.NONE,
            Duration.ZERO,
            true,
            Duration.ofHours(1)));
  }

  static Attempts of(ThrottleConfiguration rules) {
    return new Attempts(rules, lineOf(10), "/x", "", "");
  }

  /** Returns an empty line that has its places for itself. */
  static WaitingLine lineOf(int places) {
    return new WaitingLine(new WaitingPlaces(new BoundedCount(places), places));
  }

  Attempts waiting(Duration maxWait) {
    return new Attempts(rules.withMaxWait(maxWait), line, path, credential, model);
  }

  Attempts inLineOf(int places) {
    return new Attempts(rules, lineOf(places), path, credential, model);
  }

  Attempts to(String otherPath) {
    return new Attempts(rules, line, otherPath, credential, model);
  }

  Attempts by(String otherCredential) {
    return new Attempts(rules, line, path, otherCredential, model);
  }

  Attempts forModel(String otherModel) {
    return new Attempts(rules, line, path, credential, otherModel);
  }

  Attempt once() {
    return new Attempt("api", rules, line, path, () -> credential, () -> model);
  }
}
