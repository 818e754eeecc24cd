package io.apibuddy.domain.throttle;

import io.apibuddy.ports.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pauses that upstreams have asked for, each for one mapping, credential and part of the
 * upstream's service. A bounded number: those that began first are dropped. The ledger has them
 * too, so that they outlive a restart. Safe for concurrent use.
 */
final class UpstreamPauses {
  /** How many are remembered. */
  static final int MOST = 1_000;

  private static final int LONGEST_NAME = 200;
  private static final String WHOLE_SERVICE = "";
  private static final String IN_LEDGER = "pause";

  /**
   * Whom a pause is for.
   *
   * @param credential a fingerprint, empty for requests without credentials
   * @param part a resource or a model
   */
  private record Subject(String alias, String credential, String part) {

    Subject part(String other) {
      return new Subject(alias, credential, other);
    }

    /** Returns its name in the ledger, which no alias has. */
    String inLedger() {
      return String.join("\n", IN_LEDGER, alias, credential, part);
    }

    /** Returns the subject of that name in the ledger, null if it is none. */
    static @Nullable Subject of(String inLedger) {
      String[] parts = inLedger.split("\n", 4);
      return parts.length == 4 && parts[0].equals(IN_LEDGER)
          ? new Subject(parts[1], parts[2], parts[3])
          : null;
    }
  }

  private final InstantSource wallClock;
  private final GuardedLedger ledger;
  private final NamedResources resources = new NamedResources();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Subject, Instant> ends = new LinkedHashMap<>(); // guarded by lock
  private volatile boolean empty = true;

  /** Goes on with the pauses that the ledger has. */
  UpstreamPauses(InstantSource wallClock, GuardedLedger ledger, Instant now) {
    this.wallClock = wallClock;
    this.ledger = ledger;
    ledger
        .penalties(now)
        .forEach(
            (name, left) -> {
              Subject subject = Subject.of(name);
              if (subject != null) {
                ends.put(subject, now.plus(left));
              }
            });
    empty = ends.isEmpty();
  }

  /** Begins the pause that an answer asks for; one that lasts longer already goes on. */
  void observe(Attempt attempt, ResponseHead answer, Instant now) {
    String resource = namedResource(answer);
    if (resource != null) {
      resources.named(attempt, resource);
    }
    Duration asked = AnnouncedPause.of(answer, wallClock.instant());
    if (!asked.isZero()) {
      Duration most = attempt.rules().maxPause();
      begin(
          subject(attempt, resource != null ? resource(resource) : model(attempt)),
          now.plus(asked.compareTo(most) < 0 ? asked : most),
          now);
    }
  }

  private static @Nullable String namedResource(ResponseHead answer) {
    String resource = answer.headers().first("X-RateLimit-Resource");
    return resource == null || resource.length() > LONGEST_NAME ? null : resource;
  }

  /** Returns how long attempts of this kind must still be left alone, zero if they may be made. */
  Duration left(Attempt attempt, Instant now) {
    if (empty) {
      return Duration.ZERO;
    }
    Subject whole = subject(attempt, WHOLE_SERVICE);
    Duration left = longer(left(whole, now), left(whole.part(model(attempt)), now));
    for (String resource : resources.find(attempt)) {
      left = longer(left, left(whole.part(resource(resource)), now));
    }
    return left;
  }

  /** Returns what is left of the longest pause of a mapping, zero if there is none. */
  Duration longest(String alias, Instant now) {
    Duration longest = Duration.ZERO;
    lock.lock();
    try {
      for (Map.Entry<Subject, Instant> pause : ends.entrySet()) {
        if (pause.getKey().alias().equals(alias) && pause.getValue().isAfter(now)) {
          longest = longer(longest, Duration.between(now, pause.getValue()));
        }
      }
      return longest;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the pauses of a mapping. */
  void reset(String alias) {
    lock.lock();
    try {
      List.copyOf(ends.keySet()).stream()
          .filter(subject -> subject.alias().equals(alias))
          .forEach(this::drop);
      empty = ends.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void begin(Subject subject, Instant end, Instant now) {
    lock.lock();
    try {
      ends.entrySet().removeIf(other -> isOver(other, now));
      Instant known = ends.remove(subject);
      ends.put(subject, known != null && known.isAfter(end) ? known : end);
      ledger.pause(subject.inLedger(), Duration.between(now, end), now);
      if (ends.size() > MOST) {
        drop(ends.keySet().iterator().next());
      }
      empty = false;
    } finally {
      lock.unlock();
    }
  }

  private Duration left(Subject subject, Instant now) {
    lock.lock();
    try {
      Instant end = ends.get(subject);
      if (end == null) {
        return Duration.ZERO;
      }
      if (end.isAfter(now)) {
        return Duration.between(now, end);
      }
      drop(subject);
      empty = ends.isEmpty();
      return Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(Map.Entry<Subject, Instant> pause, Instant now) {
    boolean over = !pause.getValue().isAfter(now);
    if (over) {
      ledger.reset(pause.getKey().inLedger());
    }
    return over;
  }

  private void drop(Subject subject) {
    ends.remove(subject);
    ledger.reset(subject.inLedger());
  }

  private static Subject subject(Attempt attempt, String part) {
    return new Subject(attempt.alias(), attempt.credential().get(), part);
  }

  private static String resource(String name) {
    return "resource " + name;
  }

  private static String model(Attempt attempt) {
    String model = attempt.model().get();
    return model.isEmpty() ? WHOLE_SERVICE : "model " + model;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
