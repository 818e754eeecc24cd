package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.replay.MaskedUpstream;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /admin/cache} and the resources below it, which show and remove stored responses. */
public final class CacheEndpoints {
  private static final int DEFAULT_PAGE_SIZE = 50;
  private static final int MAX_PAGE_SIZE = 1000;

  /** The number of entries after which a search returns its results so far and a cursor. */
  private static final int MAX_SEARCHED = 20_000;

  private final ProxyCore core;
  private final ResponseStore store;
  private final MetricsView metrics;
  private final ConfigurationControl control;

  /** Creates the endpoints; {@code store} is the store of {@code core}. */
  public CacheEndpoints(
      ProxyCore core, ResponseStore store, MetricsView metrics, ConfigurationControl control) {
    this.core = core;
    this.store = store;
    this.metrics = metrics;
    this.control = control;
  }

  /** Adds the endpoints. */
  public void addTo(Routes.Builder routes) {
    EntryEndpoints entries = new EntryEndpoints(core, store, control);
    routes.add("GET", "/admin/cache/entries/{key}", entries::entry);
    routes.add("DELETE", "/admin/cache/entries/{key}", entries::remove);
    routes.add("GET", "/admin/cache", this::statistics);
    routes.add("DELETE", "/admin/cache", call -> clear(call, null));
    routes.add("GET", "/admin/cache/{alias}", this::aliasStatistics);
    routes.add("DELETE", "/admin/cache/{alias}", call -> clear(call, alias(call)));
  }

  /** The amount of stored responses and their hit rate. */
  private record Statistics(
      long totalEntries,
      long totalSizeBytes,
      long expiredEntries,
      double hitRate,
      @Nullable String oldest,
      @Nullable String newest) {
    static Statistics of(StoreStats held, Traffic counted) {
      return new Statistics(
          held.entries(),
          held.bytes(),
          held.expired(),
          counted.hitRate(),
          text(held.oldest()),
          text(held.newest()));
    }

    private static @Nullable String text(@Nullable Instant time) {
      return time == null ? null : time.toString();
    }
  }

  private record TotalStatistics(@JsonUnwrapped Statistics sum, Map<String, Statistics> aliases) {}

  private record AliasStatistics(
      String alias,
      @JsonUnwrapped Statistics statistics,
      List<EntrySummary> entries,
      @Nullable String next) {}

  private AdminResponse statistics(Call call) {
    Map<String, StoreStats> stats = core.stats();
    ProxyMetrics counted = metrics.metrics();
    Map<String, Statistics> aliases = new TreeMap<>();
    stats.forEach(
        (alias, held) -> aliases.put(alias, Statistics.of(held, traffic(counted, alias))));
    StoreStats sum = stats.values().stream().reduce(StoreStats.NONE, StoreStats::plus);
    return Json.answer(new TotalStatistics(Statistics.of(sum, counted.total()), aliases));
  }

  private AdminResponse aliasStatistics(Call call) throws AdminException {
    String alias = alias(call);
    StoreStats held = core.stats().getOrDefault(alias, StoreStats.NONE);
    int limit = call.number("limit", DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE);
    String search = call.parameter("search");
    EntryPage page =
        search == null || search.isEmpty()
            ? page(alias, call.parameter("cursor"), limit)
            : search(alias, search, call.parameter("cursor"), limit);
    MaskedUpstream upstream = upstream(alias);
    return Json.answer(
        new AliasStatistics(
            alias,
            Statistics.of(held, traffic(metrics.metrics(), alias)),
            page.entries().stream().map(stored -> EntrySummary.of(stored, upstream)).toList(),
            page.next()));
  }

  private EntryPage page(String alias, @Nullable String cursor, int limit) throws AdminException {
    try {
      return core.entries(new EntryQuery(new EntrySelector.ByDomain(alias), null, cursor, limit));
    } catch (IllegalArgumentException e) {
      throw AdminErrors.badRequest("cursor: not from this list; omit it to start again.");
    }
  }

  /**
   * Returns entries whose URL contains a text in any case. The text is no pattern, so a search
   * cannot backtrack.
   */
  private EntryPage search(String alias, String text, @Nullable String cursor, int limit)
      throws AdminException {
    String wanted = text.toLowerCase(Locale.ROOT);
    MaskedUpstream upstream = upstream(alias);
    List<StoredResponse> found = new ArrayList<>();
    String next = cursor;
    int searched = 0;
    do {
      EntryPage page = page(alias, next, Math.min(MAX_PAGE_SIZE, limit));
      for (StoredResponse stored : page.entries()) {
        if (upstream.request(stored.request()).url().toLowerCase(Locale.ROOT).contains(wanted)) {
          found.add(stored);
        }
      }
      searched += page.entries().size();
      next = page.next();
    } while (next != null && found.size() < limit && searched < MAX_SEARCHED);
    return new EntryPage(found, next);
  }

  private static Traffic traffic(ProxyMetrics counted, String alias) {
    return counted.domains().getOrDefault(alias, Traffic.NONE);
  }

  private MaskedUpstream upstream(String alias) {
    return MaskedUpstream.of(control.current().proxy().aliases().get(alias));
  }

  /**
   * Removes the entries of an alias, or all if it is null. Parameters are refused: whoever sends
   * some, those of a search perhaps, means to remove less.
   */
  private AdminResponse clear(Call call, @Nullable String alias) throws AdminException {
    if (!call.request().query().isEmpty()) {
      throw AdminErrors.badRequest(
          "Removing takes no parameters: DELETE /admin/cache/{alias} removes all that is stored of"
              + " one mapping, DELETE /admin/cache/entries/{key} one entry.");
    }
    return Json.answer(Map.of("removed", core.clear(alias)));
  }

  /** Stored responses outlive their mapping, so their aliases are known as well. */
  private String alias(Call call) throws AdminException {
    return Aliases.requireKnown(call.variable("alias"), control, () -> core.stats().keySet());
  }
}
