package io.apibuddy.bootstrap.admin;

import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.UpstreamFailed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Remembers how the mappings fared since the start. Safe for concurrent use. */
public final class Traffic implements ExchangeListener {
  private static final Set<CacheOutcome> HITS = EnumSet.of(CacheOutcome.HIT, CacheOutcome.STALE);

  private final InstantSource clock;
  private final Map<String, OfAlias> aliases = new ConcurrentHashMap<>();

  /** Nothing has happened yet. */
  public Traffic(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The last failure of an upstream.
   *
   * @param at when
   * @param kind its name
   * @param message what happened, without credentials
   */
  public record Failure(Instant at, String kind, String message) {}

  /** What is known of one mapping. */
  public static final class OfAlias {
    private final LongAdder requests = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private volatile @Nullable Instant lastSuccess;
    private volatile @Nullable Failure lastError;

    private OfAlias() {}

    /** Returns how many requests there were. */
    public long requests() {
      return requests.sum();
    }

    /** Returns how many of them the store answered. */
    public long hits() {
      return hits.sum();
    }

    /** Returns how often the upstream failed. */
    public long errors() {
      return errors.sum();
    }

    /** Returns which part of the requests the store answered, 0 without requests. */
    public double hitRate() {
      return rate(hits(), requests());
    }

    /** Returns when the upstream last answered, with a status below 500; null if it never did. */
    public @Nullable Instant lastSuccess() {
      return lastSuccess;
    }

    /** Returns how the upstream last failed, null if it never did. */
    public @Nullable Failure lastError() {
      return lastError;
    }
  }

  /** Returns what is known of a mapping. */
  public OfAlias of(String alias) {
    return aliases.computeIfAbsent(alias, any -> new OfAlias());
  }

  /** Returns which part of all mappings' requests the store answered, 0 without requests. */
  public double hitRate() {
    return rate(
        aliases.values().stream().mapToLong(OfAlias::hits).sum(),
        aliases.values().stream().mapToLong(OfAlias::requests).sum());
  }

  private static double rate(long hits, long requests) {
    return requests == 0 ? 0 : (double) hits / requests;
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    String alias = event.alias();
    if (alias == null) {
      return;
    }
    OfAlias fared = of(alias);
    fared.requests.increment();
    boolean hit = HITS.contains(event.outcome());
    if (hit) {
      fared.hits.increment();
    } else if (event.errorCode() == null && event.status() < 500) {
      fared.lastSuccess = event.startedAt().plus(event.duration());
    }
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    OfAlias fared = of(event.alias());
    fared.errors.increment();
    fared.lastError = new Failure(clock.instant(), event.kind(), event.message());
  }
}
