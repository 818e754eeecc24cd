package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Small operations that failed and are retried a little later. Safe for concurrent use. */
final class RetryQueue {
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

  /** Adds an operation; returns false if a retry would only meet the same damage again. */
  boolean add(Operation operation, StoreException failure) {
    return failure.kind() != Kind.CORRUPT && operations.add(operation);
  }

  /** Removes and returns all operations. */
  List<Operation> drain() {
    List<Operation> all = new ArrayList<>();
    for (Operation next = operations.poll(); next != null; next = operations.poll()) {
      all.add(next);
    }
    return all;
  }

  /** Queues all operations again; keeps those that the queue refuses because it is closed. */
  void retry(WriteQueue queue) {
    for (Operation operation : drain()) {
      if (!queue.offer(operation)) {
        operations.add(operation);
      }
    }
  }
}
