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

/** Counts the exchanges and upstream calls of a proxy by alias. Safe for concurrent use. */
public final class ProxyMeter implements ExchangeMeter {
  private final Set<String> withGauges = ConcurrentHashMap.newKeySet();
  private final MeterRegistry registry;
  private final Ticker ticker;
  private final long startNanos;
  private final Map<String, AliasMeter> aliases = new ConcurrentHashMap<>();
  private final AtomicInteger upstreamCalls = new AtomicInteger();
  private volatile PriceTable prices;

  /**
   * Creates a meter whose counts start at zero and are registered in {@code registry}.
   *
   * @param registry the registry for all meters
   * @param prices the prices by which saved tokens are valued
   * @param ticker the clock that measures the uptime
   */
  public ProxyMeter(MeterRegistry registry, PriceTable prices, Ticker ticker) {
    this.registry = registry;
    this.prices = prices;
    this.ticker = ticker;
    this.startNanos = ticker.nanos();
  }

  /** Replaces the prices, also for the tokens counted so far. */
  public void prices(PriceTable changed) {
    prices = changed;
  }

  /** Registers aliases, so that those without exchanges appear with zeros. */
  public void aliases(Collection<String> names) {
    names.forEach(this::alias);
  }

  @Override
  public void count(MeasuredExchange exchange) {
    String name = exchange.alias();
    alias(name == null ? MetricsRow.NO_DOMAIN : name).add(exchange);
  }

  /** Notes the start of an attempt at an upstream; {@link #countUpstream} notes its end. */
  void beginUpstream() {
    upstreamCalls.incrementAndGet();
  }

  /**
   * Counts an attempt at an upstream that {@link #beginUpstream} has noted.
   *
   * @param answered whether the head of an answer arrived
   * @param nanos the duration until then, in nanoseconds
   */
  void countUpstream(String name, boolean answered, long nanos) {
    upstreamCalls.decrementAndGet();
    alias(name).addUpstream(answered, nanos);
  }

  /**
   * Registers gauges for the number and size of the stored responses of each alias, once for each
   * alias.
   */
  public void show(StoreSize store, Collection<String> names) {
    for (String name : names) {
      if (!withGauges.add(name)) {
        continue;
      }
      MeterRegistrar meters = new MeterRegistrar(registry, name);
      meters.gauge(
          "cache.entries", "Stored responses", store, size -> size.of(name, StoreStats::entries));
      meters.gauge(
          "cache.bytes",
          "Content of stored responses",
          store,
          size -> size.of(name, StoreStats::bytes));
    }
  }

  /** Returns the metrics since the start. */
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

  /** Returns the number of attempts at upstreams that wait for the head of their answer. */
  int upstreamCallsInFlight() {
    return upstreamCalls.get();
  }

  private AliasMeter alias(String name) {
    AliasMeter known = aliases.get(name);
    return known != null
        ? known
        : aliases.computeIfAbsent(
            name, unknown -> new AliasMeter(new MeterRegistrar(registry, unknown)));
  }
}
