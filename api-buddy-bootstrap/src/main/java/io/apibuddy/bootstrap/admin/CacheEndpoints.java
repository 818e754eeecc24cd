package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.Traffic;
import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.replay.PortableRequest;
import io.apibuddy.domain.replay.ShownUpstream;
import io.apibuddy.ports.admin.AdminAnswer;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /admin/cache} and what lies below it. */
public final class CacheEndpoints {
  private static final int PAGE = 50;
  private static final int LONGEST_PAGE = 1000;

  /** How many entries one search looks at before it gives back what it has, and a cursor. */
  private static final int MOST_SEARCHED = 20_000;

  private final ProxyCore core;
  private final ResponseStore store;
  private final MetricsView metrics;
  private final ConfigurationDesk desk;

  /** Makes them; {@code store} is the one that {@code core} works on. */
  public CacheEndpoints(
      ProxyCore core, ResponseStore store, MetricsView metrics, ConfigurationDesk desk) {
    this.core = core;
    this.store = store;
    this.metrics = metrics;
    this.desk = desk;
  }

  /** Adds them. */
  public void addTo(Routes.Builder routes) {
    routes.add("GET", "/admin/cache/entries/{key}", this::entry);
    routes.add("DELETE", "/admin/cache/entries/{key}", this::removeEntry);
    routes.add("GET", "/admin/cache", this::statistics);
    routes.add("DELETE", "/admin/cache", call -> removed(core.clear(null)));
    routes.add("GET", "/admin/cache/{alias}", this::aliasStatistics);
    routes.add("DELETE", "/admin/cache/{alias}", call -> removed(core.clear(alias(call))));
  }

  private record Statistics(
      @Nullable String alias,
      long totalEntries,
      long totalSizeBytes,
      long expiredEntries,
      double hitRate,
      @Nullable String oldest,
      @Nullable String newest,
      @Nullable Map<String, Statistics> aliases,
      @Nullable List<Entry> entries,
      @Nullable String next) {}

  private record Entry(
      String key,
      String alias,
      String method,
      String url,
      int status,
      long sizeBytes,
      String storedAt,
      @Nullable String expiresAt,
      boolean recording) {
    static Entry of(StoredResponse stored, ShownUpstream upstream) {
      return new Entry(
          stored.id().value(),
          stored.request().domain(),
          stored.request().method(),
          upstream.request(stored.request()).url(),
          stored.response().status(),
          stored.length(),
          stored.freshness().respondedAt().toString(),
          stored.pinned() ? null : expiry(stored.freshness()).toString(),
          stored.pinned());
    }

    private static Instant expiry(Freshness times) {
      Duration lifetime = times.lifetime();
      return lifetime == null ? times.discardAt() : times.respondedAt().plus(lifetime);
    }
  }

  private record WholeEntry(
      Entry entry,
      List<ShownFields.Field> requestHeaders,
      List<ShownFields.Field> responseHeaders,
      String variant,
      @Nullable EntryPreview content) {}

  private record Removed(long removed) {}

  private AdminAnswer statistics(Call call) {
    Map<String, StoreStats> stats = core.stats();
    ProxyMetrics counted = metrics.metrics();
    Map<String, Statistics> aliases = new TreeMap<>();
    stats.forEach(
        (alias, held) ->
            aliases.put(alias, statistics(null, held, traffic(counted, alias), null, null)));
    StoreStats sum = stats.values().stream().reduce(StoreStats.NONE, StoreStats::and);
    return Json.answer(
        new Statistics(
            null,
            sum.entries(),
            sum.bytes(),
            sum.expired(),
            counted.total().hitRate(),
            text(sum.oldest()),
            text(sum.newest()),
            aliases,
            null,
            null));
  }

  private AdminAnswer aliasStatistics(Call call) throws AdminException {
    String alias = alias(call);
    StoreStats held = core.stats().getOrDefault(alias, StoreStats.NONE);
    int limit = call.number("limit", PAGE, 1, LONGEST_PAGE);
    String search = call.parameter("search");
    EntryPage page =
        search == null || search.isEmpty()
            ? page(alias, call.parameter("cursor"), limit)
            : search(alias, search, call.parameter("cursor"), limit);
    ShownUpstream upstream = upstream(alias);
    return Json.answer(
        statistics(
            alias,
            held,
            traffic(metrics.metrics(), alias),
            page.entries().stream().map(stored -> Entry.of(stored, upstream)).toList(),
            page.next()));
  }

  private EntryPage page(String alias, @Nullable String cursor, int limit) throws AdminException {
    try {
      return core.entries(new EntryQuery(new EntrySelector.ByDomain(alias), null, cursor, limit));
    } catch (IllegalArgumentException e) {
      throw Failures.badRequest("cursor: not one of this list; leave it out to begin anew.");
    }
  }

  /** Entries whose URL contains a text, whatever its case: no pattern, so nothing to backtrack. */
  private EntryPage search(String alias, String text, @Nullable String cursor, int limit)
      throws AdminException {
    String wanted = text.toLowerCase(Locale.ROOT);
    ShownUpstream upstream = upstream(alias);
    List<StoredResponse> found = new ArrayList<>();
    String next = cursor;
    int searched = 0;
    do {
      EntryPage page = page(alias, next, Math.min(LONGEST_PAGE, limit));
      for (StoredResponse stored : page.entries()) {
        if (upstream.request(stored.request()).url().toLowerCase(Locale.ROOT).contains(wanted)) {
          found.add(stored);
        }
      }
      searched += page.entries().size();
      next = page.next();
    } while (next != null && found.size() < limit && searched < MOST_SEARCHED);
    return new EntryPage(found, next);
  }

  private static Traffic traffic(ProxyMetrics counted, String alias) {
    return counted.domains().getOrDefault(alias, Traffic.NONE);
  }

  private static Statistics statistics(
      @Nullable String shown,
      StoreStats held,
      Traffic counted,
      @Nullable List<Entry> entries,
      @Nullable String next) {
    return new Statistics(
        shown,
        held.entries(),
        held.bytes(),
        held.expired(),
        counted.hitRate(),
        text(held.oldest()),
        text(held.newest()),
        null,
        entries,
        next);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private AdminAnswer entry(Call call) throws AdminException {
    StoredResponse stored = find(id(call));
    ShownUpstream upstream = upstream(stored.request().domain());
    Headers answered = upstream.fields(stored.response().headers(), stored.request());
    return Json.answer(
        new WholeEntry(
            Entry.of(stored, upstream),
            ShownFields.ofRequest(stored.request().headers()),
            ShownFields.ofAnswer(answered, credential(stored)),
            stored.variant(),
            EntryPreview.of(stored, store)));
  }

  private Predicate<String> credential(StoredResponse stored) {
    return PortableRequest.credentials(mapping(stored.request().domain()));
  }

  private ShownUpstream upstream(String alias) {
    return ShownUpstream.of(mapping(alias));
  }

  private @Nullable AliasConfiguration mapping(String alias) {
    return desk.current().proxy().aliases().get(alias);
  }

  private AdminAnswer removeEntry(Call call) throws AdminException {
    EntryId id = find(id(call)).id();
    return removed(core.remove(id) ? 1 : 0);
  }

  private StoredResponse find(EntryId id) throws AdminException {
    List<StoredResponse> found =
        core.entries(EntryQuery.first(new EntrySelector.ById(id), 1)).entries();
    if (found.isEmpty()) {
      throw new AdminException(
          404,
          "unknown_entry",
          "Unknown entry",
          "Nothing is stored under that key, or no longer; /admin/cache/{alias} lists what is.");
    }
    return found.get(0);
  }

  private static EntryId id(Call call) {
    return new EntryId(call.variable("key"));
  }

  private static AdminAnswer removed(long count) {
    return Json.answer(new Removed(count));
  }

  /** What was stored for a mapping outlives it. */
  private String alias(Call call) throws AdminException {
    return Aliases.known(call.variable("alias"), desk, () -> core.stats().keySet());
  }
}
