package io.apibuddy.domain.fill;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.content.SpoolReader;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntrySelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The fills in flight, so that equal requests make one fetch. Safe for concurrent use. */
public final class RequestCollapser {
  private final Map<Group, Fill> leading = new ConcurrentHashMap<>();
  private final Set<Fill> begun = ConcurrentHashMap.newKeySet();
  private final Map<CacheKey, Link> latest = new ConcurrentHashMap<>(); // that may yet be stored
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();

  /** In place of a turn: the upstream has not been asked yet. */
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
    begun.add(fill);
    latest.compute(fill.lookup().key(), (key, others) -> linked(fill, others));
  }

  private static Link linked(Fill fill, @Nullable Link others) {
    Link link = new Link(fill, others);
    fill.setLink(link);
    return link;
  }

  /**
   * Returns whether a fill is in flight for a key whose answer may yet be stored, whether others
   * can join it or not.
   */
  public boolean mayYetStore(CacheKey key) {
    return latest.containsKey(key);
  }

  /** Gives a fill that is about to be asked for its turn, a higher number than all have so far. */
  void takeTurn(Fill fill) {
    if (latest.computeIfPresent(fill.lookup().key(), (key, first) -> withTurn(fill, first))
        == null) {
      fill.setTurn(turns.incrementAndGet());
    }
  }

  /** Those of a key that have a turn stay in the order of their turns, but for recordings. */
  private Link withTurn(Fill fill, Link first) {
    fill.setTurn(turns.incrementAndGet());
    Link link = fill.link();
    return link == null || link == first || isRecording(fill)
        ? first
        : linked(fill, link.takeOut(first));
  }

  private static boolean isRecording(Fill fill) {
    return fill.lookup().cache().mode() == CacheMode.RECORD;
  }

  /**
   * Keeps answers in flight that were asked for earlier from being stored or joined, as far as they
   * would be used in place of an answer that is there. Who has joined them already shares them.
   *
   * @param later what was answered
   * @param answer what it was answered with
   */
  void overtake(Fill later, ResponseHead answer) {
    Link own = isRecording(later) ? null : later.link();
    Link first = own == null ? latest.get(later.lookup().key()) : own.next();
    for (Link link = first; link != null; link = link.next()) {
      Fill fill = link.fill();
      if (fill != null && fill != later && fill.isOvertakenBy(later, answer)) {
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
    dropUnstored(fill);
  }

  /** Says that the answer of a fill will not be stored any more; others may find it yet. */
  void dropUnstored(Fill fill) {
    if (fill.link() != null) {
      latest.computeIfPresent(fill.lookup().key(), (key, first) -> without(fill, first));
    }
  }

  private static @Nullable Link without(Fill fill, Link first) {
    Link link = fill.link();
    fill.setLink(null);
    return link == null ? first : link.takeOut(first);
  }

  /**
   * Keeps the answers in flight that are selected from being stored or joined: they may be older
   * than what made them untrue.
   */
  public void outdate(EntrySelector selector) {
    for (Fill fill : begun) {
      if (selector.covers(fill.lookup().key())) {
        fill.outdate();
        settle(fill);
      }
    }
  }

  /** Forgets a fill that has ended. */
  public void end(Fill fill) {
    settle(fill);
    begun.remove(fill);
  }

  /** Gives up all fills. */
  public void cancelAll() {
    List.copyOf(begun).forEach(Fill::cancel);
  }
}
