package io.apibuddy.bootstrap.junit;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock for each fixture path, so that test classes that run in parallel in this JVM and share
 * fixtures read and write them one at a time.
 */
final class FixtureLocks {
  private static final Map<Path, Lock> LOCKS = new ConcurrentHashMap<>();

  private FixtureLocks() {}

  /** Runs a task under the lock of a path, which may be relative or absolute. */
  static void withLock(Path fixtures, Runnable task) {
    Lock lock =
        LOCKS.computeIfAbsent(fixtures.toAbsolutePath().normalize(), path -> new ReentrantLock());
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }
}
