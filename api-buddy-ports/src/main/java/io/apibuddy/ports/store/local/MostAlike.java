package io.apibuddy.ports.store.local;

import io.apibuddy.ports.store.StoredRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Picks the entries whose request is most like another: same domain and method first, then the
 * longest common beginning of the target, then the newest. For use by one thread.
 *
 * @param <E> what names an entry
 */
public final class MostAlike<E> {
  private record Rank<E>(E entry, long likeness, long number) {}

  private final Comparator<Rank<E>> worstFirst =
      Comparator.<Rank<E>>comparingLong(Rank::likeness).thenComparingLong(Rank::number);
  private final PriorityQueue<Rank<E>> best = new PriorityQueue<>(worstFirst);
  private final StoredRequest model;
  private final long most;

  /** Picks the {@code most} entries that are most like {@code model}. */
  public MostAlike(StoredRequest model, long most) {
    this.model = model;
    this.most = most;
  }

  /**
   * Offers an entry.
   *
   * @param number higher for a newer entry
   * @param domain the domain that it lies under
   */
  public void add(E entry, long number, String domain, String method, String target) {
    best.add(new Rank<>(entry, Likeness.of(model, domain, method, target), number));
    if (best.size() > most) {
      best.poll();
    }
  }

  /** Returns what was picked, best first. */
  public List<E> bestFirst() {
    List<Rank<E>> ranks = new ArrayList<>(best);
    ranks.sort(worstFirst.reversed());
    return ranks.stream().map(Rank::entry).toList();
  }
}
