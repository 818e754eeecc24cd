package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Small operations that failed and are done again a little later. Safe for concurrent use. */
final class Deferred {
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

  /** Remembers an operation; false if it would only meet the same damage again. */
  boolean add(Operation operation, StoreException failure) {
    return failure.kind() != Kind.CORRUPT && operations.add(operation);
  }

  /** Queues what was remembered so far. */
  void retry(WriteQueue queue) {
    int count = operations.size();
    for (int i = 0; i < count; i++) {
      Operation operation = operations.poll();
      if (operation != null) {
        queue.force(operation);
      }
    }
  }
}
