package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.ConfigHistory;
import io.apibuddy.ports.store.ConfigRevision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the last thousand configurations. */
final class InMemoryConfigHistory implements ConfigHistory {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<ConfigRevision> latestFirst = new ArrayDeque<>();
  private final Lifetime lifetime;
  private long number;

  InMemoryConfigHistory(Lifetime lifetime) {
    this.lifetime = lifetime;
  }

  @Override
  public ConfigRevision append(Instant at, String author, String document) {
    lifetime.requireOpen();
    lock.lock();
    try {
      ConfigRevision revision = new ConfigRevision(++number, at, author, document);
      latestFirst.addFirst(revision);
      if (latestFirst.size() > MAX_REVISIONS) {
        latestFirst.removeLast();
      }
      return revision;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<ConfigRevision> list(int limit) {
    lifetime.requireOpen();
    lock.lock();
    try {
      return latestFirst.stream().limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }
}
