package io.apibuddy.bootstrap.meter;

import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.meter.MeasuredExchange;
import io.apibuddy.ports.store.MetricsRow;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.time.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what a proxy does, by alias. Safe for concurrent use. */
public final class ProxyMeter implements ExchangeMeter {
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final MeterRegistry registry;
  private final Ticker ticker;
  private final long startNanos;
  private final Map<String, AliasMeter> aliases = new ConcurrentHashMap<>();
  private final AtomicInteger upstreamCalls = new AtomicInteger();
  private volatile PriceTable prices;

  /** Begins at zero; shows what it counts in {@code registry}. */
  public ProxyMeter(MeterRegistry registry, PriceTable prices, Ticker ticker) {
    this.registry = registry;
    this.prices = prices;
    this.ticker = ticker;
    this.startNanos = ticker.nanos();
  }

  /** Takes over other prices; what was counted is valued by them from now on. */
  public void prices(PriceTable changed) {
    prices = changed;
  }

  /** Makes the aliases known, so that one without exchanges is shown with zeros. */
  public void aliases(Collection<String> names) {
    names.forEach(this::alias);
  }

  @Override
  public void count(MeasuredExchange exchange) {
    String name = exchange.alias();
    alias(name == null ? MetricsRow.NO_DOMAIN : name).add(exchange);
  }

  /** Takes notice of an attempt at an upstream, which {@link #countUpstream} ends. */
  void beginUpstream() {
    upstreamCalls.incrementAndGet();
  }

  /** Counts an attempt at an upstream. */
  void countUpstream(String name, boolean answered, long nanos) {
    upstreamCalls.decrementAndGet();
    alias(name).addUpstream(answered, nanos);
  }

  /** Shows how much is stored of each alias. */
  public void show(StoreSize store, Collection<String> names) {
    for (String name : names) {
      if (!shown.add(name)) {
        continue;
      }
      MeterNames meters = new MeterNames(registry, name);
      meters.gauge(
          "cache.entries", "Stored responses", store, size -> size.of(name, StoreStats::entries));
      meters.gauge(
          "cache.bytes",
          "Content of stored responses",
          store,
          size -> size.of(name, StoreStats::bytes));
    }
  }

  /** Returns what was counted so far. */
  public ProxyMetrics metrics() {
    Map<String, Traffic> domains = new TreeMap<>();
    PriceTable present = prices;
    aliases.forEach((name, meter) -> domains.put(name, meter.traffic(present)));
    @Nullable Traffic others = domains.remove(MetricsRow.NO_DOMAIN);
    return new ProxyMetrics(
        domains,
        others == null ? 0 : others.totalRequests(),
        Duration.ofNanos(ticker.nanos() - startNanos));
  }

  /** Returns how many attempts at upstreams wait for an answer's head. */
  int upstreamCallsInFlight() {
    return upstreamCalls.get();
  }

  private AliasMeter alias(String name) {
    AliasMeter known = aliases.get(name);
    return known != null
        ? known
        : aliases.computeIfAbsent(
            name, unknown -> new AliasMeter(new MeterNames(registry, unknown)));
  }
}
