package io.apibuddy.bootstrap.junit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says whose misses they are: those of a test that ran alone are its own; those that came before
 * the first test are the class's, and so are those that came while several ran, since whose they
 * are cannot be told. Safe for concurrent use.
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

  /** Takes note of the beginning of a test. */
  synchronized void begin(String test) {
    if (!begun) {
      begun = true;
      shared.addAll(log.take());
    }
    running.add(test);
    overlap = overlap || running.size() > 1;
  }

  /** Takes note of the end of a test and returns the misses that are its own, a line each. */
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

  /** Returns the misses that are no test's own, a line each, once. */
  synchronized List<String> rest() {
    List<String> rest = new ArrayList<>(shared);
    shared.clear();
    rest.addAll(log.take());
    return rest;
  }
}
