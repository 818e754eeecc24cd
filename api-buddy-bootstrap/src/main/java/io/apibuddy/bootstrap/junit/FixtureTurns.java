package io.apibuddy.bootstrap.junit;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Of the classes that run at the same time in this JVM and share fixtures one reads or writes them
 * at a time.
 */
final class FixtureTurns {
  private static final Map<Path, Lock> TURNS = new ConcurrentHashMap<>();

  private FixtureTurns() {}

  /** Runs a task while nobody else is at the fixtures of a path, however it is written. */
  static void at(Path fixtures, Runnable task) {
    Lock turn =
        TURNS.computeIfAbsent(fixtures.toAbsolutePath().normalize(), path -> new ReentrantLock());
    turn.lock();
    try {
      task.run();
    } finally {
      turn.unlock();
    }
  }
}
