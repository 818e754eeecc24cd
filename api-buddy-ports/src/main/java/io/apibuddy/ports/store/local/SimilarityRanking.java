package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoredRequest;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Selects one page of the entries most similar to a request: same domain and method first, then the
 * longest common prefix of the target, then the newest. For use by one thread.
 *
 * @param <E> what identifies an entry
 */
public final class SimilarityRanking<E> {
  private record Rank<E>(E entry, long similarity, long number) {}

  private final Comparator<Rank<E>> worstFirst =
      Comparator.<Rank<E>>comparingLong(Rank::similarity).thenComparingLong(Rank::number);
  private final PriorityQueue<Rank<E>> best = new PriorityQueue<>(worstFirst);
  private final StoredRequest model;
  private final long from;
  private final int limit;

  /**
   * Creates an empty selection.
   *
   * @param model the request to compare with
   * @param from how many entries the previous pages had, as {@link Cursors#of} returns
   * @param limit the maximum number of entries on this page
   */
  public SimilarityRanking(StoredRequest model, long from, int limit) {
    this.model = model;
    this.from = Math.min(from, Integer.MAX_VALUE); // no store has more
    this.limit = limit;
  }

  /**
   * Offers an entry.
   *
   * @param entry what identifies the entry
   * @param number the entry's number, higher for a newer entry
   * @param domain the domain of the entry
   * @param method the method of its request
   * @param target the target of its request
   */
  public void add(E entry, long number, String domain, String method, String target) {
    best.add(new Rank<>(entry, Similarity.of(model, domain, method, target), number));
    if (best.size() > from + limit + 1) {
      best.poll();
    }
  }

  /** Returns the entries of this page, the most similar first. */
  public List<E> page() {
    return best.stream()
        .sorted(worstFirst.reversed())
        .skip(from)
        .limit(limit)
        .map(Rank::entry)
        .toList();
  }

  /** Returns the cursor of the next page, null if this is the last. */
  public @Nullable String next() {
    return best.size() > from + limit ? Long.toString(from + limit) : null;
  }
}
