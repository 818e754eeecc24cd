package io.apibuddy.domain.throttle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which resource of its service an upstream counted a path under ({@code X-RateLimit-Resource}), as
 * far as it has said so: paths that begin with the same segment belong together. A bounded number:
 * those named first are dropped. Safe for concurrent use.
 */
final class NamedResources {
  private static final int MOST = 1_000;
  private static final int LONGEST_SEGMENT = 200;

  private record Place(String alias, String segment) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, String> names = new LinkedHashMap<>(); // guarded by lock

  void named(Attempt attempt, String resource) {
    Place place = place(attempt);
    lock.lock();
    try {
      names.remove(place);
      names.put(place, resource);
      if (names.size() > MOST) {
        names.remove(names.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  @Nullable String find(Attempt attempt) {
    Place place = place(attempt);
    lock.lock();
    try {
      return names.get(place);
    } finally {
      lock.unlock();
    }
  }

  private static Place place(Attempt attempt) {
    String path = attempt.path();
    int slash = path.indexOf('/', 1);
    int end = Math.min(LONGEST_SEGMENT, slash < 0 ? path.length() : slash);
    return new Place(attempt.alias(), path.substring(0, end));
  }
}
