package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.StoredKeys;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of an open store that its operations share.
 *
 * @param writer changes the tables
 * @param readers read the tables
 * @param overlay changes that are not in the tables yet
 * @param keys which keys are not stored
 * @param packer compresses content
 * @param chunks content that is not in the tables yet
 * @param openBodies the readers of each entry's content
 * @param notices where losses are reported
 * @param clock determines commit times
 */
record Parts(
    Writer writer,
    Readers readers,
    Overlay overlay,
    StoredKeys keys,
    Packer packer,
    PendingChunks chunks,
    OpenBodies<Long> openBodies,
    StoreNotices notices,
    CommitClock clock) {

  /** Deletes the content of removed entries: now, or when its last reader is done. */
  void reclaim(Collection<Long> entries) {
    Set<Long> gone = new HashSet<>(entries);
    gone.removeAll(openBodies.remove(Set.copyOf(entries)::contains));
    if (!gone.isEmpty()) {
      writer.force(new Reclaim(writer, List.copyOf(gone)));
    }
  }

  /** Removes a reader of an entry's content. */
  void doneReading(long entry) {
    if (openBodies.close(entry)) {
      writer.force(new Reclaim(writer, List.of(entry)));
    }
  }
}
