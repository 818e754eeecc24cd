package io.apibuddy.domain.fill;

import io.apibuddy.domain.content.SpoolReader;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The fills in flight, so that equal requests make one fetch. Safe for concurrent use. */
public final class RequestCollapser {
  private final Map<Group, Fill> leading = new ConcurrentHashMap<>();
  private final Map<CacheKey, Fill> latest = new ConcurrentHashMap<>(); // by it the others of a key
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();

  /** In place of {@link #nextTurn}: the upstream has not been asked yet. */
  static final long NOT_ASKED = Long.MAX_VALUE;

  /**
   * Requests that one fetch may answer.
   *
   * @param key their key
   * @param telling what else has to be the same: the client's conditions, if the upstream evaluates
   *     them, and its credentials, if the key leaves them out, or the fields that an answer's
   *     {@code Vary} named
   */
  public record Group(CacheKey key, Headers telling) {}

  /** A place in an answer in flight. */
  public record Place(Fill fill, SpoolReader reader) {}

  /** Returns how many fills have settled so far; see {@link #joinOrLead}. */
  public long settledCount() {
    return settled.get();
  }

  /**
   * Joins the fill in flight for the group of {@code fill}, or else lets {@code fill} lead: one
   * step, so that of requests that come together one leads. Who found nothing to join after {@link
   * #settledCount} changed since it looked into the store must look again.
   *
   * @return a place in the other fill; null if there is none that can be joined
   */
  public @Nullable Place joinOrLead(Fill fill) {
    Fill other = leading.putIfAbsent(fill.group(), fill);
    SpoolReader reader = other == null ? null : other.join();
    return other == null || reader == null ? null : new Place(other, reader);
  }

  /** Lets {@code fill} lead unless there is one in flight for its group already. */
  public boolean lead(Fill fill) {
    return leading.putIfAbsent(fill.group(), fill) == null;
  }

  /** Keeps track of a fill that is about to begin, whether others can join it or not. */
  public void begin(Fill fill) {
    latest.merge(
        fill.lookup().key(),
        fill,
        (others, begun) -> {
          begun.setNext(others);
          return begun;
        });
  }

  /** Returns whether a fill is in flight for a key, whether others can join it or not. */
  public boolean isInFlight(CacheKey key) {
    return latest.containsKey(key);
  }

  /** Returns a number that is higher for each fetch that is about to be asked for. */
  long nextTurn() {
    return turns.incrementAndGet();
  }

  /**
   * Keeps answers in flight that were asked for earlier from being stored or joined, as far as they
   * would be used in place of an answer that is there. Who has joined them already shares them.
   *
   * @param later what was answered
   * @param answer what it was answered with
   */
  void overtake(Fill later, ResponseHead answer) {
    for (Fill fill = latest.get(later.lookup().key()); fill != null; fill = fill.next()) {
      if (fill != later && fill.isOvertakenBy(later, answer)) {
        fill.overtake();
        settle(fill);
      }
    }
  }

  /** Lets nobody find a fill any more: its answer is in the store, or never will be. */
  public void settle(Fill fill) {
    if (leading.get(fill.group()) == fill) {
      settled.incrementAndGet(); // first: who finds nobody to join must see it
      leading.remove(fill.group(), fill);
    }
  }

  /**
   * Keeps the answers in flight that are selected from being stored or joined: they may be older
   * than what made them untrue.
   */
  public void outdate(EntrySelector selector) {
    for (Fill fill : all()) {
      if (selector.covers(fill.lookup().key())) {
        fill.outdate();
        settle(fill);
      }
    }
  }

  /** Forgets a fill that has ended. */
  public void end(Fill fill) {
    settle(fill);
    CacheKey key = fill.lookup().key();
    if (fill.next() != null || !latest.remove(key, fill)) { // it is not the only one
      latest.computeIfPresent(key, (same, others) -> without(fill, others));
    }
  }

  private static @Nullable Fill without(Fill ended, Fill others) {
    if (others == ended) {
      return ended.next();
    }
    for (Fill fill = others; fill != null; fill = fill.next()) {
      if (fill.next() == ended) {
        fill.setNext(ended.next());
      }
    }
    return others;
  }

  /** Gives up all fills. */
  public void cancelAll() {
    all().forEach(Fill::cancel);
  }

  private List<Fill> all() {
    List<Fill> all = new ArrayList<>();
    for (Fill begun : latest.values()) {
      for (Fill fill = begun; fill != null; fill = fill.next()) {
        all.add(fill);
      }
    }
    return all;
  }
}
