package io.apibuddy.domain.throttle;

import io.apibuddy.ports.http.ResponseHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers under which resources an upstream counted requests to a path ({@code
 * X-RateLimit-Resource}). Paths with the same first segment are taken to belong together. Bounded:
 * the names received least recently are dropped. Safe for concurrent use.
 */
final class RateLimitResources {
  /** How many names are kept for one segment. GitHub has two below {@code /search}. */
  static final int MAX_NAMES = 8;

  private static final int MAX_GROUPS = 1_000;
  private static final int MAX_SEGMENT_LENGTH = 200;
  private static final int MAX_NAME_LENGTH = 200;

  private record PathGroup(String alias, String segment) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<PathGroup, List<String>> names = new LinkedHashMap<>(); // guarded by lock

  /** Records and returns the resource that an answer names, null if it names none. */
  @Nullable String record(Attempt attempt, ResponseHead answer) {
    String resource = answer.headers().first("X-RateLimit-Resource");
    if (resource == null || resource.length() > MAX_NAME_LENGTH) {
      return null;
    }
    record(group(attempt), resource);
    return resource;
  }

  private void record(PathGroup group, String resource) {
    lock.lock();
    try {
      List<String> known = names.remove(group);
      names.put(group, known == null ? List.of(resource) : latest(known, resource));
      if (names.size() > MAX_GROUPS) {
        names.remove(names.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  private static List<String> latest(List<String> known, String resource) {
    if (known.get(known.size() - 1).equals(resource)) {
      return known;
    }
    List<String> latest = new ArrayList<>(known);
    latest.remove(resource);
    latest.add(resource);
    return List.copyOf(latest.subList(Math.max(0, latest.size() - MAX_NAMES), latest.size()));
  }

  /** Returns the resources that paths like the attempt's were counted under, as far as known. */
  List<String> find(Attempt attempt) {
    PathGroup group = group(attempt);
    lock.lock();
    try {
      return names.getOrDefault(group, List.of());
    } finally {
      lock.unlock();
    }
  }

  private static PathGroup group(Attempt attempt) {
    String path = attempt.path();
    int slash = path.indexOf('/', 1);
    int end = Math.min(MAX_SEGMENT_LENGTH, slash < 0 ? path.length() : slash);
    return new PathGroup(attempt.alias(), path.substring(0, end));
  }
}
