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

/** The fills in flight. Lets equal requests share one fetch. Safe for concurrent use. */
public final class RequestCollapser {

  private final Map<Group, Fill> leading = new ConcurrentHashMap<>();
  private final Set<Fill> begun = ConcurrentHashMap.newKeySet();
  private final Map<CacheKey, Link> latest = new ConcurrentHashMap<>(); // may yet be stored
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong turns = new AtomicLong();
  private final KeyLocks<CacheKey> recordings = new KeyLocks<>();

  /** In place of a turn: the upstream has not been asked yet. */
  static final long NOT_ASKED = Long.MAX_VALUE;

  /**
   * The requests that one fetch may answer.
   *
   * @param key their cache key
   * @param fields the fields besides the key in which they agree: conditions that the upstream
   *     evaluates and credentials that the key leaves out, or the fields that an answer's {@code
   *     Vary} named
   */
  public record Group(CacheKey key, Headers fields) {}

  /** A fill to follow, and a reader of its content. */
  public record JoinedFill(Fill fill, SpoolReader reader) {}

  /** Returns how many fills have settled so far; see {@link #joinOrLead}. */
  public long settledCount() {
    return settled.get();
  }

  /**
   * Joins the fill in flight for the group of {@code fill}, or else makes {@code fill} the one that
   * others join. This is atomic, so one of several simultaneous requests leads. If nothing could be
   * joined and {@link #settledCount} has changed since the caller asked the store, it must ask the
   * store again.
   *
   * @return the other fill; null if there is none that can be joined
   */
  public @Nullable JoinedFill joinOrLead(Fill fill) {
    Fill other = leading.putIfAbsent(fill.group(), fill);
    SpoolReader reader = other == null ? null : other.join();
    return other == null || reader == null ? null : new JoinedFill(other, reader);
  }

  /**
   * Makes {@code fill} the one that others join, unless one is in flight for its group; returns
   * whether it did.
   */
  public boolean lead(Fill fill) {
    return leading.putIfAbsent(fill.group(), fill) == null;
  }

  /** Registers a fill that is about to begin, whether others can join it or not. */
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
   * Returns whether the answer of a fill in flight may yet be stored under a key, whether others
   * can join that fill or not.
   */
  public boolean mayYetStore(CacheKey key) {
    return latest.containsKey(key);
  }

  /** Gives a fill that is about to ask the upstream its turn, a number higher than any before. */
  void takeTurn(Fill fill) {
    if (latest.computeIfPresent(fill.lookup().key(), (key, first) -> withTurn(fill, first))
        == null) {
      fill.setTurn(turns.incrementAndGet());
    }
  }

  /** Keeps the fills of a key that have a turn in the order of their turns, except recordings. */
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
   * Keeps earlier answers in flight from being stored or joined, if they would be used in place of
   * an answer that has come. Those who have joined them already share them.
   *
   * @param later the fill that was answered
   * @param answer the head of its answer
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

  /** Runs {@code recording}, which records an answer; those of one key run one by one. */
  void record(CacheKey key, Runnable recording) {
    recordings.run(key, recording);
  }

  /** Lets no request join a fill any more: its answer is in the store, or never will be. */
  public void settle(Fill fill) {
    if (leading.get(fill.group()) == fill) {
      settled.incrementAndGet(); // first: seen by whoever finds none to join
      leading.remove(fill.group(), fill);
    }
    dropUnstored(fill);
  }

  /** Records that the answer of a fill will not be stored; requests can still join the fill. */
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
   * Keeps the selected answers in flight from being stored or joined: they may be older than the
   * change that has invalidated them.
   */
  public void markOutdated(EntrySelector selector) {
    for (Fill fill : begun) {
      if (selector.covers(fill.lookup().key())) {
        fill.markOutdated();
        settle(fill);
      }
    }
  }

  /** Removes a fill that has ended. */
  public void end(Fill fill) {
    settle(fill);
    begun.remove(fill);
  }

  /** Cancels all fills. */
  public void cancelAll() {
    List.copyOf(begun).forEach(Fill::cancel);
  }
}
