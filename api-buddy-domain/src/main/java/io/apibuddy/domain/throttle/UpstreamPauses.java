package io.apibuddy.domain.throttle;

import io.apibuddy.domain.content.OverheardResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The pauses that upstreams have asked for, each for one mapping, one credential and one part of
 * the upstream's service. Bounded for each mapping: those of a part are dropped before those of the
 * whole service, and the oldest first. They are also kept in the ledger, so that they outlive a
 * restart. Safe for concurrent use.
 */
final class UpstreamPauses {
  /** How many pauses of one mapping are kept. */
  static final int MAX_PAUSES = 1_000;

  /**
   * The time of a pause.
   *
   * @param begin when it was asked for, or the start of the process if that was later
   */
  private record Span(Instant begin, Instant end) {

    /** Returns what is left if pauses last {@code maxPause} at most; zero if it is over. */
    Duration remaining(Instant now, Duration maxPause) {
      Duration length = Duration.between(begin, end);
      Duration left = Extremes.min(length, maxPause).minus(Duration.between(begin, now));
      return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isOver(Instant now) {
      return !end.isAfter(now);
    }
  }

  private final InstantSource wallClock;
  private final GuardedLedger ledger;
  private final RateLimitResources resources = new RateLimitResources();
  private final ReentrantLock lock = new ReentrantLock();

  /** The pauses of each alias, the oldest first. Guarded by lock. */
  private final Map<String, Map<PauseSubject, Span>> spans = new HashMap<>();

  /** When the last pause of each alias ends. Most requests need to know no more. */
  private final Map<String, Instant> lastEnds = new ConcurrentHashMap<>();

  /** Continues the pauses that are in the ledger. */
  UpstreamPauses(InstantSource wallClock, GuardedLedger ledger, Instant now) {
    this.wallClock = wallClock;
    this.ledger = ledger;
    ledger
        .penalties(now)
        .forEach(
            (name, left) -> {
              PauseSubject subject = PauseSubject.ofLedgerName(name);
              if (subject != null) {
                spansOf(subject.alias()).put(subject, new Span(now, now.plus(left)));
              }
            });
    spans.forEach(this::noteLastEnd);
  }

  /**
   * Begins the pause that an answer asks for in its fields, and once its content has been read, the
   * one that this asks for.
   *
   * @return the answer to read
   */
  UpstreamResponse observe(Attempt attempt, UpstreamResponse answer, Instant now) {
    ResponseHead head = answer.head();
    String resource = resources.record(attempt, head);
    Duration requested = AnnouncedPause.of(head, wallClock.instant());
    boolean contentCounts = RetryInfo.mayFollow(head);
    if (requested.isZero() && !contentCounts) {
      return answer;
    }
    // The attempt holds the request's body, which is given back before the content has been read.
    PauseSubject subject = PauseSubject.of(attempt, head, resource);
    Duration maxPause = attempt.rules().maxPause();
    begin(subject, requested, now, maxPause);
    return contentCounts
        ? OverheardResponse.of(
            answer,
            RetryInfo.MAX_LENGTH,
            content -> begin(subject, RetryInfo.of(head.headers(), content), now, maxPause))
        : answer;
  }

  /** Returns how long an attempt has to wait for pauses to end, zero if there is none. */
  Duration remaining(Attempt attempt, Instant now) {
    Instant end = lastEnds.get(attempt.alias());
    if (end == null) {
      return Duration.ZERO;
    }
    if (!end.isAfter(now)) {
      forgetIf(attempt.alias(), span -> span.isOver(now));
      return Duration.ZERO;
    }
    List<PauseSubject> subjects = PauseSubject.concernedBy(attempt, resources.find(attempt));
    return remaining(attempt.alias(), subjects, attempt.rules().maxPause(), now);
  }

  private Duration remaining(
      String alias, List<PauseSubject> subjects, Duration maxPause, Instant now) {
    Duration longest = Duration.ZERO;
    lock.lock();
    try {
      Map<PauseSubject, Span> own = spans.getOrDefault(alias, Map.of());
      for (PauseSubject subject : subjects) {
        Span span = own.get(subject);
        if (span != null) {
          longest = Extremes.max(longest, span.remaining(now, maxPause));
        }
      }
      return longest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what is left of the longest pause of a mapping, zero if there is none.
   *
   * @param upstream the origin that the mapping leads to
   * @param maxPause the longest pause that is kept
   */
  Duration longestRemaining(String alias, String upstream, Duration maxPause, Instant now) {
    Duration longest = Duration.ZERO;
    lock.lock();
    try {
      for (Map.Entry<PauseSubject, Span> pause : spans.getOrDefault(alias, Map.of()).entrySet()) {
        if (pause.getKey().upstream().equals(upstream)) {
          longest = Extremes.max(longest, pause.getValue().remaining(now, maxPause));
        }
      }
      return longest;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the pauses of a mapping. */
  void reset(String alias) {
    forgetIf(alias, span -> true);
  }

  private void forgetIf(String alias, Predicate<Span> condition) {
    lock.lock();
    try {
      Map<PauseSubject, Span> own = spans.getOrDefault(alias, Map.of());
      dropIf(own, condition);
      noteLastEnd(alias, own);
      if (own.isEmpty()) {
        spans.remove(alias);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Begins a pause, unless its length is zero or one is in force that ends later. */
  private void begin(PauseSubject subject, Duration requested, Instant now, Duration maxPause) {
    if (requested.isZero()) {
      return;
    }
    Duration length = Extremes.min(requested, maxPause);
    lock.lock();
    try {
      Map<PauseSubject, Span> own = spansOf(subject.alias());
      dropIf(own, span -> span.isOver(now));
      Span known = own.remove(subject);
      boolean continues = known != null && known.remaining(now, maxPause).compareTo(length) > 0;
      own.put(subject, continues ? known : new Span(now, now.plus(length)));
      ledger.pause(subject.ledgerName(), length, now);
      if (own.size() > MAX_PAUSES) {
        dropOne(own);
      }
      noteLastEnd(subject.alias(), own);
    } finally {
      lock.unlock();
    }
  }

  private Map<PauseSubject, Span> spansOf(String alias) {
    return spans.computeIfAbsent(alias, unknown -> new LinkedHashMap<>());
  }

  /** Drops the oldest pause of a part, or of the whole service if there is none of a part. */
  private void dropOne(Map<PauseSubject, Span> own) {
    PauseSubject oldest =
        own.keySet().stream()
            .filter(subject -> !subject.isWholeService())
            .findFirst()
            .orElseGet(() -> own.keySet().iterator().next());
    own.remove(oldest);
    ledger.reset(oldest.ledgerName());
  }

  private void dropIf(Map<PauseSubject, Span> own, Predicate<Span> condition) {
    Iterator<Map.Entry<PauseSubject, Span>> pauses = own.entrySet().iterator();
    while (pauses.hasNext()) {
      Map.Entry<PauseSubject, Span> pause = pauses.next();
      if (condition.test(pause.getValue())) {
        pauses.remove();
        ledger.reset(pause.getKey().ledgerName());
      }
    }
  }

  private void noteLastEnd(String alias, Map<PauseSubject, Span> own) {
    Optional<Instant> last = own.values().stream().map(Span::end).max(Comparator.naturalOrder());
    last.ifPresentOrElse(end -> lastEnds.put(alias, end), () -> lastEnds.remove(alias));
  }
}
