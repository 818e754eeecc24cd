package io.apibuddy.domain.throttle;

import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.List;

/** Attempts of the alias {@code api}; immutable. */
record Attempts(
    String upstream,
    ThrottleConfiguration rules,
    WaitingLine line,
    String method,
    String path,
    String credential,
    String model) {

  /** Returns attempts with a limit per second and without penalties. */
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
    return new Attempts("https://up.test", rules, lineOf(10), "GET", "/x", "", "");
  }

  /** Returns an empty line that has its places for itself. */
  static WaitingLine lineOf(int places) {
    return new WaitingLine(new WaitingPlaces(new BoundedCount(places), places));
  }

  Attempts waiting(Duration maxWait) {
    return new Attempts(
        upstream, rules.withMaxWait(maxWait), line, method, path, credential, model);
  }

  Attempts under(ThrottleConfiguration otherRules) {
    return new Attempts(upstream, otherRules, line, method, path, credential, model);
  }

  Attempts at(String otherUpstream) {
    return new Attempts(otherUpstream, rules, line, method, path, credential, model);
  }

  Attempts inLineOf(int places) {
    return new Attempts(upstream, rules, lineOf(places), method, path, credential, model);
  }

  Attempts to(String otherPath) {
    return new Attempts(upstream, rules, line, method, otherPath, credential, model);
  }

  Attempts with(String otherMethod) {
    return new Attempts(upstream, rules, line, otherMethod, path, credential, model);
  }

  Attempts by(String otherCredential) {
    return new Attempts(upstream, rules, line, method, path, otherCredential, model);
  }

  Attempts forModel(String otherModel) {
    return new Attempts(upstream, rules, line, method, path, credential, otherModel);
  }

  Attempt once() {
    return new Attempt("api", upstream, rules, line, method, path, () -> credential, () -> model);
  }
}
