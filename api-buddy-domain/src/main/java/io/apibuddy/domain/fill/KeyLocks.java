package io.apibuddy.domain.fill;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each key, kept only while it is held or awaited. Safe for concurrent use. */
final class KeyLocks<K> {

  /**
   * A lock.
   *
   * @param users how many threads hold or await it
   */
  private record Shared(ReentrantLock lock, int users) {
    Shared plus(int more) {
      return new Shared(lock, users + more);
    }
  }

  private final Map<K, Shared> locks = new ConcurrentHashMap<>();

  /** Runs an action once no other one runs under an equal key. */
  void run(K key, Runnable action) {
    Shared first = new Shared(new ReentrantLock(), 1);
    ReentrantLock lock = locks.merge(key, first, (shared, unused) -> shared.plus(1)).lock();
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
      locks.computeIfPresent(key, (same, shared) -> shared.users() == 1 ? null : shared.plus(-1));
    }
  }

  /** Returns how many keys have a lock; for tests. */
  int size() {
    return locks.size();
  }
}
