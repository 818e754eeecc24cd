package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps responses. Knows nothing of HTTP's rules: what may be stored and used is decided elsewhere.
 * Safe for concurrent use; every method may throw {@link StoreException} and never waits without a
 * deadline; a reader never waits for a writer.
 *
 * <p>Entries are immutable. Replacing or removing one does not cut a reader that is under way: a
 * reader fetches chunk by chunk and holds nothing (connection, transaction, snapshot) between two
 * reads, and the bytes of a removed entry stay until its last open body is closed.
 */
public interface ResponseStore {

  /** Returns all variants under a key, the last committed first; empty if there is none. */
  List<StoredResponse> candidates(CacheKey key);

  /**
   * Returns what {@link #candidates} would, if that is at hand in memory with every body; empty if
   * it is not or there is none. Never blocks, takes no lock, does no I/O.
   */
  default List<StoredResponse> candidatesInMemory(CacheKey key) {
    return List.of();
  }

  /**
   * Returns whether nothing is stored under a key, if that is known at hand: everything that was
   * committed before the call counts, as for {@code candidates}. False if there is something, if it
   * is not known, and for a closed store. Never blocks, takes no lock, does no I/O.
   */
  default boolean lacks(CacheKey key) {
    return false;
  }

  /**
   * Returns whether nothing is stored under a URL and method, and nothing staged that may yet
   * become visible, if that is known at hand: as {@link #lacks(CacheKey)}, for a removal that would
   * find nothing.
   */
  default boolean lacks(EntrySelector.ByTarget target) {
    return false;
  }

  /**
   * Returns whether an entry could be staged and committed now without waiting for room or for the
   * disk: a hint, since others may take the room in between, and then the writer waits within its
   * deadline as ever. False for a closed store. Never blocks, takes no lock, does no I/O.
   *
   * @param length how many bytes of content it has at most, 0 or more
   */
  default boolean acceptsAtOnce(long length) {
    return false;
  }

  /**
   * Opens an entry's content.
   *
   * @param offset where to begin, 0 to the entry's length
   * @return the content from there on with its known length; empty if the entry has gone or is
   *     damaged: that is a miss, not an error
   */
  Optional<Body> body(EntryId id, long offset);

  /** Begins to stage an entry; the writer must be closed. */
  EntryWriter begin(EntryDraft draft);

  /**
   * Replaces an entry's head and times after a validation (RFC 9111 section 4.3.4); its content and
   * name stay.
   *
   * @return false if the entry has gone
   */
  boolean freshen(EntryId id, ResponseHead head, Freshness times);

  /**
   * Moves entries that were used to the recent end, the last used last, in whatever order they are
   * given; unknown entries are passed over.
   */
  void touch(Collection<Touch> uses);

  /**
   * Removes entries in one step: invisible to every {@code candidates} that begins afterwards, and
   * no staged entry that is covered and was begun before will appear.
   *
   * @return how many visible entries were removed
   */
  long remove(EntrySelector selector);

  /**
   * Waits until what was stored and removed before is written down, where that is done behind the
   * callers, but no longer than the store may take for a request. Returns without a word if it
   * cannot be: whoever lost something by that was told, or will be.
   */
  default void settle() {}

  /**
   * Removes what is expired, then the least recently used, never a pinned entry, within bounds. An
   * entry's first use is its commit.
   */
  PruneResult prune(PruneLimits limits);

  /** Returns a page of entries without bodies. */
  EntryPage entries(EntryQuery query);

  /**
   * Returns whether less is held than that, both in entries and in bytes, which count as {@link
   * PruneLimits#maxBytes} does; everything that was committed or removed before the call counts.
   * Asked before each fetch that is to be recorded: a store that keeps totals does not look at its
   * entries for it.
   */
  default boolean holdsLessThan(StoreCapacity capacity) {
    StoreStats all =
        stats(Instant.EPOCH).values().stream().reduce(StoreStats.NONE, StoreStats::and);
    return all.entries() < capacity.maxEntries() && all.size() < capacity.maxBytes();
  }

  /** Returns what is held, by domain; a domain without entries is absent. */
  Map<String, StoreStats> stats(Instant now);
}
