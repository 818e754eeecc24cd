package io.apibuddy.bootstrap.meter;

import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.metrics.Savings;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.bootstrap.usage.Usage;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.meter.MeasuredExchange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the exchanges and upstream calls of one alias. A hit costs a few adders, and a look-up if
 * the exchange before it was of another kind; it takes no lock. Everything else is computed when it
 * is read. Safe for concurrent use.
 */
final class AliasMeter {
  private static final Set<CacheOutcome> HITS =
      EnumSet.of(CacheOutcome.HIT, CacheOutcome.STALE, CacheOutcome.REVALIDATED);
  private static final Set<CacheOutcome> MISSES =
      EnumSet.of(CacheOutcome.MISS, CacheOutcome.COLLAPSED, CacheOutcome.BYPASS);

  /**
   * The outcomes that need no upstream call of their own. Stale answers are not among them, because
   * the upstream is usually asked in the background, or was asked in vain.
   */
  private static final Set<CacheOutcome> SAVED =
      EnumSet.of(CacheOutcome.HIT, CacheOutcome.COLLAPSED);

  /**
   * Limits the labels. Above this number, further kinds of exchange share one series for each class
   * of status codes and outcome.
   */
  private static final int MAX_SERIES = 500;

  /** Above this number, further models share one counter. */
  private static final int MAX_MODELS = 100;

  private static final String OTHER = "OTHER";

  private final MeterRegistrar registrar;
  private final Map<Series.Kind, Series> kinds = new ConcurrentHashMap<>();
  private @Nullable Series latest; // benign race: a thread that reads another's looks up its own
  private final Map<String, TokenCounter> models = new ConcurrentHashMap<>();
  private final LongAdder savedBytes = new LongAdder();
  private final LongAdder savedMillis = new LongAdder();
  private final UpstreamSeries upstream;

  AliasMeter(MeterRegistrar registrar) {
    this.registrar = registrar;
    this.upstream = new UpstreamSeries(registrar);
    registrar.counter(
        "saved.requests",
        "Calls that no upstream had to answer",
        this,
        meter -> meter.count(SAVED));
    registrar.counter(
        "saved.bytes", "Bytes that no upstream had to send", savedBytes, LongAdder::sum);
    registrar.counter(
        "saved.seconds",
        "Time that upstreams took for what came from the store",
        savedMillis,
        millis -> millis.sum() / 1e3);
    registrar.counter(
        "throttled",
        "Requests refused for a limit or a pause",
        this,
        meter -> meter.count(Set.of(CacheOutcome.THROTTLED)));
  }

  /** Returns whether the outcome of this name is an answer from the store. */
  static boolean isHit(String outcome) {
    return HITS.stream().anyMatch(hit -> hit.name().equals(outcome));
  }

  /** Returns whether the outcome of this name is an answer of the upstream. */
  static boolean isMiss(String outcome) {
    return MISSES.stream().anyMatch(miss -> miss.name().equals(outcome));
  }

  /**
   * Returns whether an exchange with the outcome of this name needed no upstream call of its own.
   */
  static boolean isSaved(String outcome) {
    return SAVED.stream().anyMatch(saved -> saved.name().equals(outcome));
  }

  void add(MeasuredExchange exchange) {
    Series series = latest;
    if (series == null || !series.counts(exchange)) {
      series = series(exchange);
      latest = series;
    }
    if (SAVED.contains(exchange.outcome())) {
      savedBytes.add(exchange.responseBytes());
      if (!exchange.stored().attributes().isEmpty()) {
        addStored(exchange);
      }
    }
    series.add(exchange.nanos());
  }

  private void addStored(MeasuredExchange exchange) {
    savedMillis.add(exchange.stored().upstreamMillis());
    String model = exchange.stored().attributes().get(Usage.MODEL);
    if (model != null) {
      TokenCounter tokens = models.get(model);
      (tokens == null ? addModel(model) : tokens).add(exchange.stored());
    }
  }

  private Series series(MeasuredExchange exchange) {
    Series.Kind kind = new Series.Kind(exchange.method(), exchange.status(), exchange.outcome());
    Series series = kinds.get(kind);
    return series == null ? addSeries(kind) : series;
  }

  private Series addSeries(Series.Kind kind) {
    Series.Kind shared =
        kinds.size() < MAX_SERIES
            ? kind
            : new Series.Kind(OTHER, kind.status() / 100 * 100, kind.outcome());
    return kinds.computeIfAbsent(shared, registrar::series);
  }

  private TokenCounter addModel(String model) {
    return models.computeIfAbsent(models.size() < MAX_MODELS ? model : OTHER, registrar::tokens);
  }

  /**
   * Counts an attempt at the upstream that has ended.
   *
   * @param answered whether the head of an answer arrived
   * @param nanos the duration until then, in nanoseconds
   */
  void addUpstream(boolean answered, long nanos) {
    upstream.add(answered, nanos, TimeUnit.NANOSECONDS);
  }

  long count(Set<CacheOutcome> outcomes) {
    long[] sum = new long[1];
    kinds.forEach(
        (kind, series) -> sum[0] += outcomes.contains(kind.outcome()) ? series.count() : 0);
    return sum[0];
  }

  Traffic traffic(PriceTable prices) {
    return new Traffic(
        count(EnumSet.allOf(CacheOutcome.class)),
        count(HITS),
        count(MISSES),
        count(Set.of(CacheOutcome.THROTTLED)),
        upstream.count(),
        kinds.values().stream().mapToDouble(Series::millis).sum(),
        savings(prices));
  }

  private Savings savings(PriceTable prices) {
    List<SavedTokens> tokens = new ArrayList<>();
    new TreeMap<>(models).forEach((model, counter) -> tokens.add(counter.saved(model, prices)));
    return new Savings(count(SAVED), savedBytes.sum(), savedMillis.sum() / 1e3, tokens);
  }
}
