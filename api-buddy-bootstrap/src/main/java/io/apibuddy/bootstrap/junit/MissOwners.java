package io.apibuddy.bootstrap.junit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Attributes misses to tests. A miss while a single test runs, or since the test before it, belongs
 * to that test. A miss before the first test, after the last, or while several tests run at once
 * belongs to the class. Safe for concurrent use.
 */
final class MissOwners {
  private final MissLog log;
  private final Set<String> running = new HashSet<>();
  private final List<String> shared = new ArrayList<>();
  private boolean begun;
  private boolean overlap;

  MissOwners(MissLog log) {
    this.log = log;
  }

  /** Records that a test has begun. */
  synchronized void begin(String test) {
    if (!begun) {
      begun = true;
      shared.addAll(log.take());
    }
    running.add(test);
    overlap = overlap || running.size() > 1;
  }

  /** Records that a test has ended and returns the misses that belong to it. */
  synchronized List<String> end(String test) {
    running.remove(test);
    if (!overlap) {
      return log.take();
    }
    if (running.isEmpty()) {
      shared.addAll(log.take());
      overlap = false;
    }
    return List.of();
  }

  /** Returns the misses since the last call that belong to no single test. */
  synchronized List<String> rest() {
    List<String> rest = new ArrayList<>(shared);
    shared.clear();
    rest.addAll(log.take());
    return rest;
  }
}
