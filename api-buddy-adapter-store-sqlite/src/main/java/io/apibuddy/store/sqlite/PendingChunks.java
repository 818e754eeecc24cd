package io.apibuddy.store.sqlite;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Content of chunks that are queued but not in the tables yet. Safe for concurrent use. */
final class PendingChunks {
  private record Place(long entry, long sequence) {

    // Explicit: linking a record's generated methods would delay the first response of each run.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place that && entry == that.entry && sequence == that.sequence;
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(entry) + Long.hashCode(sequence);
    }
  }

  private final Map<Place, byte[]> chunks = new ConcurrentHashMap<>();

  void put(long entry, long sequence, byte[] data) {
    chunks.put(new Place(entry, sequence), data);
  }

  byte @Nullable [] get(long entry, long sequence) {
    return chunks.get(new Place(entry, sequence));
  }

  void remove(long entry, long sequence) {
    chunks.remove(new Place(entry, sequence));
  }
}
