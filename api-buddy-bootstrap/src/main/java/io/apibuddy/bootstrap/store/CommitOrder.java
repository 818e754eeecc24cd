package io.apibuddy.bootstrap.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets the commits of one key take turns; different keys seldom meet. */
final class CommitOrder {
  private static final int STRIPES = 256;

  private final ReentrantLock[] turns = new ReentrantLock[STRIPES];

  CommitOrder() {
    for (int i = 0; i < STRIPES; i++) {
      turns[i] = new ReentrantLock();
    }
  }

  boolean inTurn(Object key, BooleanSupplier commit) {
    ReentrantLock turn = turns[(key.hashCode() ^ key.hashCode() >>> 16) & STRIPES - 1];
    turn.lock();
    try {
      return commit.getAsBoolean();
    } finally {
      turn.unlock();
    }
  }
}
