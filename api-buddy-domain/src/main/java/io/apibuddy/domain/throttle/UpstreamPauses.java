package io.apibuddy.domain.throttle;

import io.apibuddy.domain.content.OverheardResponse;
import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.time.Extremes;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pauses that upstreams have asked for, each for one mapping, one credential and one part of
 * the upstream's service. Bounded for each mapping: those of a part are dropped before those of the
 * whole service, and the oldest first. They are also kept in the ledger, so that they outlive a
 * restart. Safe for concurrent use.
 */
final class UpstreamPauses {
  /** How many pauses of one mapping are kept. */
  static final int MAX_PAUSES = 1_000;

  private static final int MAX_NAME_LENGTH = 200;
  private static final String WHOLE_SERVICE = "";
  private static final String LEDGER_PREFIX = "pause";

  /**
   * Fields by which services are known that limit each end point by itself: Okta, Discord and
   * Slack. Discord leaves its field out of a refusal that is for all end points.
   */
  private static final List<String> FIELDS_OF_END_POINT_LIMITS =
      List.of("X-Okta-Request-Id", "X-RateLimit-Bucket", "X-Slack-Req-Id");

  /** X, which does the same, has no field of its own. */
  private static final Set<String> UPSTREAMS_WITH_END_POINT_LIMITS =
      Set.of("https://api.x.com", "https://api.twitter.com");

  /**
   * The requests that a pause applies to.
   *
   * @param upstream the origin that asked for the pause
   * @param credential a fingerprint, empty for requests without credentials
   * @param part a resource, the digest of an end point or a model; empty for the whole service
   */
  private record Subject(String alias, String upstream, String credential, String part) {

    Subject part(String other) {
      return new Subject(alias, upstream, credential, other);
    }

    /** Returns the name of this subject in the ledger, which cannot be an alias. */
    String ledgerName() {
      return String.join("\n", LEDGER_PREFIX, alias, upstream, credential, part);
    }

    /** Returns the subject with a name in the ledger, null if the name is not that of a subject. */
    static @Nullable Subject of(String ledgerName) {
      String[] parts = ledgerName.split("\n", 5);
      return parts.length == 5 && parts[0].equals(LEDGER_PREFIX)
          ? new Subject(parts[1], parts[2], parts[3], parts[4])
          : null;
    }
  }

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
  private final Map<String, Map<Subject, Span>> spans = new HashMap<>();

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
              Subject subject = Subject.of(name);
              if (subject != null) {
                spansOf(subject.alias()).put(subject, new Span(now, now.plus(left)));
              }
            });
    spans.forEach(this::noteLastEnd);
  }

  /** Begins the pause that an answer asks for, unless one is in force that ends later. */
  void observe(Attempt attempt, ResponseHead answer, Instant now) {
    String resource = namedResource(answer);
    if (resource != null) {
      resources.record(attempt, resource);
    }
    Duration requested = AnnouncedPause.of(answer, wallClock.instant());
    if (!requested.isZero()) {
      begin(subject(attempt, answer), requested, now, attempt.rules().maxPause());
    }
  }

  /**
   * Begins the pause that an answer asks for in its fields, and once its content has been read, the
   * one that this asks for.
   *
   * @return the answer to read
   */
  UpstreamResponse observe(Attempt attempt, UpstreamResponse answer, Instant now) {
    ResponseHead head = answer.head();
    observe(attempt, head, now);
    if (!RetryInfo.mayFollow(head)) {
      return answer;
    }
    // The attempt holds the request's body, which is given back before the content has been read.
    Subject subject = subject(attempt, head);
    Duration maxPause = attempt.rules().maxPause();
    return OverheardResponse.of(
        answer,
        RetryInfo.MAX_LENGTH,
        content -> {
          Duration requested = RetryInfo.of(head.headers(), content);
          if (!requested.isZero()) {
            begin(subject, requested, now, maxPause);
          }
        });
  }

  private static Subject subject(Attempt attempt, ResponseHead answer) {
    return subject(attempt, pausedPart(attempt, answer));
  }

  private static String pausedPart(Attempt attempt, ResponseHead answer) {
    String resource = namedResource(answer);
    if (resource != null) {
      return resource(resource);
    }
    return UPSTREAMS_WITH_END_POINT_LIMITS.contains(attempt.upstream())
            || FIELDS_OF_END_POINT_LIMITS.stream().anyMatch(answer.headers()::contains)
        ? endPoint(attempt)
        : model(attempt);
  }

  private static @Nullable String namedResource(ResponseHead answer) {
    String resource = answer.headers().first("X-RateLimit-Resource");
    return resource == null || resource.length() > MAX_NAME_LENGTH ? null : resource;
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
    return remaining(attempt.alias(), subjects(attempt), attempt.rules().maxPause(), now);
  }

  /** Returns what an attempt may concern: the whole service and parts of it. */
  private List<Subject> subjects(Attempt attempt) {
    Subject whole = subject(attempt, WHOLE_SERVICE);
    List<Subject> subjects = new ArrayList<>();
    subjects.add(whole);
    subjects.add(whole.part(model(attempt)));
    subjects.add(whole.part(endPoint(attempt)));
    resources.find(attempt).forEach(name -> subjects.add(whole.part(resource(name))));
    return subjects;
  }

  private Duration remaining(String alias, List<Subject> subjects, Duration maxPause, Instant now) {
    Duration longest = Duration.ZERO;
    lock.lock();
    try {
      Map<Subject, Span> own = spans.getOrDefault(alias, Map.of());
      for (Subject subject : subjects) {
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
      for (Map.Entry<Subject, Span> pause : spans.getOrDefault(alias, Map.of()).entrySet()) {
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
      Map<Subject, Span> own = spans.getOrDefault(alias, Map.of());
      dropIf(own, condition);
      noteLastEnd(alias, own);
      if (own.isEmpty()) {
        spans.remove(alias);
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(Subject subject, Duration requested, Instant now, Duration maxPause) {
    Duration length = Extremes.min(requested, maxPause);
    lock.lock();
    try {
      Map<Subject, Span> own = spansOf(subject.alias());
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

  private Map<Subject, Span> spansOf(String alias) {
    return spans.computeIfAbsent(alias, unknown -> new LinkedHashMap<>());
  }

  /** Drops the oldest pause of a part, or of the whole service if there is none of a part. */
  private void dropOne(Map<Subject, Span> own) {
    Subject oldest =
        own.keySet().stream()
            .filter(subject -> !subject.part().equals(WHOLE_SERVICE))
            .findFirst()
            .orElseGet(() -> own.keySet().iterator().next());
    own.remove(oldest);
    ledger.reset(oldest.ledgerName());
  }

  private void dropIf(Map<Subject, Span> own, Predicate<Span> condition) {
    Iterator<Map.Entry<Subject, Span>> pauses = own.entrySet().iterator();
    while (pauses.hasNext()) {
      Map.Entry<Subject, Span> pause = pauses.next();
      if (condition.test(pause.getValue())) {
        pauses.remove();
        ledger.reset(pause.getKey().ledgerName());
      }
    }
  }

  private void noteLastEnd(String alias, Map<Subject, Span> own) {
    Optional<Instant> last = own.values().stream().map(Span::end).max(Comparator.naturalOrder());
    last.ifPresentOrElse(end -> lastEnds.put(alias, end), () -> lastEnds.remove(alias));
  }

  private static Subject subject(Attempt attempt, String part) {
    return new Subject(attempt.alias(), attempt.upstream(), attempt.credential().get(), part);
  }

  private static String resource(String name) {
    return "resource " + name;
  }

  /** Returns a digest, because a path may be a secret, as those of webhooks are. */
  private static String endPoint(Attempt attempt) {
    byte[] text = (attempt.method() + ' ' + attempt.path()).getBytes(StandardCharsets.UTF_8);
    return "end point " + HexFormat.of().formatHex(Sha256.digest(text), 0, 16);
  }

  private static String model(Attempt attempt) {
    String model = attempt.model().get();
    return model.isEmpty() ? WHOLE_SERVICE : "model " + model;
  }
}
