package io.apibuddy.store.sqlite;

import io.apibuddy.ports.store.local.OpenBodies;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.store.local.StoredKeys;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of an opened store that its operations share.
 *
 * @param writer changes the tables
 * @param readers read them
 * @param overlay what is not in the tables yet
 * @param keys what is known not to be stored
 * @param packer makes content small
 * @param chunks content that is not in the tables yet
 * @param openBodies who reads what
 * @param notices where losses are reported
 * @param clock says when an entry was stored
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

  /** Has content deleted that no new reader finds: now, or when its last reader is done. */
  void reclaim(Collection<Long> entries) {
    Set<Long> gone = new HashSet<>(entries);
    gone.removeAll(openBodies.remove(Set.copyOf(entries)::contains));
    if (!gone.isEmpty()) {
      writer.force(new Reclaim(writer, List.copyOf(gone)));
    }
  }

  /** Takes a reader of an entry's content off. */
  void doneReading(long entry) {
    if (openBodies.close(entry)) {
      writer.force(new Reclaim(writer, List.of(entry)));
    }
  }
}
