package io.apibuddy.ports.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps every configuration that was in force. Safe for concurrent use. */
public interface ConfigHistory {

  /** Appends a revision and returns it with its number. */
  ConfigRevision append(Instant at, String author, String document);

  /** Returns the last revision. */
  Optional<ConfigRevision> latest();

  /** Returns the last {@code limit} revisions, the latest first. */
  List<ConfigRevision> list(int limit);
}
