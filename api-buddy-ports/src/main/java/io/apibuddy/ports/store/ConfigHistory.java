package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the latest configurations that were in force. Safe for concurrent use. */
public interface ConfigHistory {

  /** How many are kept. */
  int MOST = 1000;

  /**
   * Appends a revision and returns it with its number; those before the last {@link #MOST} go.
   *
   * @throws StoreException if it cannot be written
   */
  ConfigRevision append(Instant at, String author, String document);

  /** Returns the last revision. */
  Optional<ConfigRevision> latest();

  /** Returns the last {@code limit} revisions, 0 or more, the latest first. */
  List<ConfigRevision> list(int limit);
}
