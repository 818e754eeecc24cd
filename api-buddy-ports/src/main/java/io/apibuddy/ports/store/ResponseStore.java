package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ResponseHead;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores responses. It knows nothing of HTTP's rules: what may be stored and reused is decided by
 * its callers.
 *
 * <p>Safe for concurrent use. Every method may throw {@link StoreException}. No method waits
 * without a deadline, and a reader never waits for a writer.
 *
 * <p>Entries are immutable. Replacing or removing an entry does not interrupt readers of its body.
 * A reader fetches the body chunk by chunk and holds nothing (connection, transaction, snapshot)
 * between two reads; the bytes of a removed entry stay until its last open body is closed.
 */
public interface ResponseStore {

  /** Returns all variants under a key, the latest commit first; empty if there are none. */
  List<StoredResponse> candidates(CacheKey key);

  /**
   * Returns the same as {@link #candidates}, provided that all variants and their bodies are in
   * memory. Empty if they are not, or if there are none. Never blocks, takes no lock, does no I/O.
   */
  default List<StoredResponse> candidatesInMemory(CacheKey key) {
    return List.of();
  }

  /**
   * Returns whether the store knows, without a look-up, that nothing is stored under a key.
   * Everything that was committed before the call counts, as for {@code candidates}. False if an
   * entry exists, if the store does not know, or if it is closed. Never blocks, takes no lock, does
   * no I/O.
   */
  default boolean lacks(CacheKey key) {
    return false;
  }

  /**
   * Returns whether the store knows, without a look-up, that nothing is stored under a method and
   * URL, and that nothing is staged which may still become visible there. A removal would then find
   * nothing. Otherwise as {@link #lacks(CacheKey)}.
   */
  default boolean lacks(EntrySelector.ByTarget target) {
    return false;
  }

  /**
   * Returns whether an entry could be staged and committed now without waiting for room or for the
   * disk. This is a hint: if others take the room in between, the writer waits within its deadline
   * as usual. False for a closed store. Never blocks, takes no lock, does no I/O.
   *
   * @param length the maximum length of the content in bytes, 0 or more
   */
  default boolean acceptsAtOnce(long length) {
    return false;
  }

  /**
   * Opens the content of an entry.
   *
   * @param offset where to begin, from 0 to the entry's length
   * @return the content from the offset on, with a known length; empty if the entry has gone or is
   *     damaged, which is a miss and not an error
   */
  Optional<Body> body(EntryId id, long offset);

  /** Starts to stage an entry. The returned writer must be closed. */
  EntryWriter begin(EntryDraft draft);

  /**
   * Replaces the head and times of an entry after a validation (RFC 9111 section 4.3.4). Its
   * content and its name stay the same.
   *
   * @return false if the entry has gone
   */
  boolean freshen(EntryId id, ResponseHead head, Freshness times);

  /**
   * Marks entries as recently used. They are ordered by the time of their last use, whatever the
   * order of the collection; unknown entries are skipped.
   */
  void touch(Collection<Touch> uses);

  /**
   * Removes entries in one step. They are invisible to every {@code candidates} that begins
   * afterwards, and no staged entry that is covered and was begun before will become visible. A
   * store may write this later; if it cannot, it hides the entries until it can, and reports it.
   *
   * @return how many visible entries were removed
   */
  long remove(EntrySelector selector);

  /**
   * Does the same as {@link #remove}, and returns only once the removal is on disk, so that no
   * crash brings the entries back. Waits for a bounded time, which may be longer than a request may
   * take. This default is for a store whose {@code remove} writes before it returns, and throws if
   * it cannot.
   *
   * @return how many visible entries were removed
   * @throws StoreException if the removal is not on disk, or not in time. A store that writes later
   *     hides the entries nevertheless, see {@link StoreException#removalPending}
   */
  default long removeDurably(EntrySelector selector) {
    return remove(selector);
  }

  /**
   * Waits until earlier commits are on disk, if the store writes in the background. Waits no longer
   * than the store may take for a request. Returns normally even if the writes fail or do not
   * finish in time; such a loss is reported elsewhere.
   */
  default void settle() {}

  /**
   * Removes, in one bounded step, expired entries and then the least recently used ones until the
   * store is within its bounds, but never a pinned entry. Committing an entry counts as its first
   * use.
   */
  PruneResult prune(PruneLimits limits);

  /** Returns a page of entries without their bodies. */
  EntryPage entries(EntryQuery query);

  /**
   * Returns whether the store holds less than {@code capacity}, both in entries and in bytes, which
   * count as in {@link PruneLimits#maxBytes}. Everything that was committed or removed before the
   * call counts. Called before each fetch that is to be recorded, so a store that keeps totals
   * should answer from them; this default adds up {@link #stats}.
   */
  default boolean holdsLessThan(StoreCapacity capacity) {
    StoreStats all =
        stats(Instant.EPOCH).values().stream().reduce(StoreStats.NONE, StoreStats::plus);
    return all.entries() < capacity.maxEntries() && all.size() < capacity.maxBytes();
  }

  /** Returns the statistics of each domain; domains without entries are absent. */
  Map<String, StoreStats> stats(Instant now);
}
