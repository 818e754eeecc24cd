package io.apibuddy.domain.memory;

import io.apibuddy.ports.store.StoreException;

/** Tells each part of the storage whether it is still open. It ends once. */
final class Lifetime {
  private volatile boolean ended;

  boolean isOpen() {
    return !ended;
  }

  void requireOpen() {
    if (ended) {
      throw new StoreException(StoreException.Kind.CLOSED, "the storage in memory is closed");
    }
  }

  void end() {
    ended = true;
  }
}
