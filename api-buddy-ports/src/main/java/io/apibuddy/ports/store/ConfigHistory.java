package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The history of the configurations that were in force, limited to the latest ones. Safe for
 * concurrent use.
 */
public interface ConfigHistory {

  /** How many revisions are kept. */
  int MAX_REVISIONS = 1000;

  /**
   * Appends a revision and returns it with its number. Revisions before the last {@link
   * #MAX_REVISIONS} are removed.
   *
   * @throws StoreException if it cannot be written
   */
  ConfigRevision append(Instant at, String author, String document);

  /** Returns the latest revision, empty if there is none. */
  default Optional<ConfigRevision> latest() {
    return list(1).stream().findFirst();
  }

  /** Returns the latest {@code limit} revisions (0 or more), the latest first. */
  List<ConfigRevision> list(int limit);
}
