package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.bootstrap.metrics.Savings;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /admin/status}: versions, uptime, the state of the store, and totals. */
public final class StatusEndpoint implements Endpoint {
  private final About about;
  private final Storage storage;
  private final Supplier<Optional<String>> storeFailure;
  private final MetricsView metrics;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Instant startedAt;
  private final long startNanos;

  /**
   * The part of the status that does not change while the proxy runs.
   *
   * @param version the version of API Buddy
   * @param store the storage's name and place
   */
  public record About(String version, String store) {}

  /**
   * Creates the endpoint; the time of this call counts as the proxy's start.
   *
   * @param storeFailure supplies the reason if the last write failed, otherwise empty
   */
  public StatusEndpoint(
      About about,
      Storage storage,
      Supplier<Optional<String>> storeFailure,
      MetricsView metrics,
      InstantSource clock,
      Ticker ticker) {
    this.about = about;
    this.storage = storage;
    this.storeFailure = storeFailure;
    this.metrics = metrics;
    this.clock = clock;
    this.ticker = ticker;
    this.startedAt = clock.instant();
    this.startNanos = ticker.nanos();
  }

  private record Component(String state, String name, @Nullable String detail) {}

  private record Totals(long requests, long savedRequests, long savedBytes) {}

  private record Status(
      String version,
      String java,
      String startedAt,
      double uptimeSeconds,
      Map<String, Component> components,
      Totals totals) {}

  @Override
  public AdminResponse answer(Call call) {
    return Json.answer(
        new Status(
            about.version(),
            Runtime.version().toString(),
            startedAt.toString(),
            (ticker.nanos() - startNanos) / 1e9,
            Map.of("store", store()),
            totals()));
  }

  private Totals totals() {
    Traffic counted = metrics.metrics().total();
    Savings saved = counted.savings();
    return new Totals(counted.totalRequests(), saved.requests(), saved.bytes());
  }

  private Component store() {
    try {
      storage.responses().stats(clock.instant());
      String failure = storeFailure.get().orElse(null);
      return new Component(failure == null ? "ok" : "failing", about.store(), failure);
    } catch (Exception | LinkageError e) {
      return new Component("failing", about.store(), StoreException.of(e).getMessage());
    }
  }
}
