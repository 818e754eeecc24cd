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

/** Records when each mapping's upstream last answered and last failed. Safe for concurrent use. */
public final class UpstreamHealth implements ExchangeListener {
  private static final Set<CacheOutcome> ANSWERED_FROM_STORE =
      EnumSet.of(CacheOutcome.HIT, CacheOutcome.STALE);

  private final InstantSource clock;
  private final Map<String, AliasHealth> aliases = new ConcurrentHashMap<>();

  /** Creates a record without any events. */
  public UpstreamHealth(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A failure of an upstream.
   *
   * @param at the time of the failure
   * @param kind the name of the kind of failure
   * @param message what happened, without credentials
   */
  public record Failure(Instant at, String kind, String message) {}

  /** The health of one mapping's upstream. */
  public static final class AliasHealth {
    private final LongAdder errors = new LongAdder();
    private volatile @Nullable Instant lastSuccess;
    private volatile @Nullable Failure lastError;

    private AliasHealth() {}

    /** Returns the number of failures. */
    public long errors() {
      return errors.sum();
    }

    /** Returns when the upstream last answered with a status below 500, null if it never did. */
    public @Nullable Instant lastSuccess() {
      return lastSuccess;
    }

    /** Returns the last failure, null if there was none. */
    public @Nullable Failure lastError() {
      return lastError;
    }
  }

  /** Returns the health of a mapping's upstream, which changes with later events. */
  public AliasHealth of(String alias) {
    return aliases.computeIfAbsent(alias, any -> new AliasHealth());
  }

  @Override
  public boolean wantsHits() {
    return false; // a hit says nothing about the upstream
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    String alias = event.alias();
    boolean answered = event.errorCode() == null && event.status() < 500;
    if (alias != null && answered && !ANSWERED_FROM_STORE.contains(event.outcome())) {
      of(alias).lastSuccess = event.startedAt().plus(event.duration());
    }
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    AliasHealth upstream = of(event.alias());
    upstream.errors.increment();
    upstream.lastError = new Failure(clock.instant(), event.kind(), event.message());
  }
}
