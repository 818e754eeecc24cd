package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it is reported at once; for use by one thread. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(Position position, String key, String message) {
    found.add(new Problem(position.toString(), key, message));
  }

  void add(String key, String message) {
    found.add(new Problem("", key, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigurationException(found);
    }
  }
}
