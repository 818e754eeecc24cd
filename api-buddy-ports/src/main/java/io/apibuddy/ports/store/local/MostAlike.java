package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoredRequest;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Picks a page of the entries whose request is most like another: same domain and method first,
 * then the longest common beginning of the target, then the newest. For use by one thread.
 *
 * @param <E> what names an entry
 */
public final class MostAlike<E> {
  private record Rank<E>(E entry, long likeness, long number) {}

  private final Comparator<Rank<E>> worstFirst =
      Comparator.<Rank<E>>comparingLong(Rank::likeness).thenComparingLong(Rank::number);
  private final PriorityQueue<Rank<E>> best = new PriorityQueue<>(worstFirst);
  private final StoredRequest model;
  private final long from;
  private final int limit;

  /**
   * Picks those that are most like {@code model}.
   *
   * @param from how many came on the pages before, as {@link Cursors#of} says
   * @param limit how many come on this one at most
   */
  public MostAlike(StoredRequest model, long from, int limit) {
    this.model = model;
    this.from = Math.min(from, Integer.MAX_VALUE); // beyond is nothing
    this.limit = limit;
  }

  /**
   * Offers an entry.
   *
   * @param number higher for a newer entry
   * @param domain the domain that it lies under
   */
  public void add(E entry, long number, String domain, String method, String target) {
    best.add(new Rank<>(entry, Likeness.of(model, domain, method, target), number));
    if (best.size() > from + limit + 1) {
      best.poll();
    }
  }

  /** Returns what was picked, best first. */
  public List<E> page() {
    return best.stream()
        .sorted(worstFirst.reversed())
        .skip(from)
        .limit(limit)
        .map(Rank::entry)
        .toList();
  }

  /** Returns the cursor of the next page, null if nothing is left for one. */
  public @Nullable String next() {
    return best.size() > from + limit ? Long.toString(from + limit) : null;
  }
}
