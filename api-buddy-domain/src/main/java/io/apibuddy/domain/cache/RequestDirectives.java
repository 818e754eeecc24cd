package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How a request wants the cache to be used: {@code Cache-Control} (RFC 9111 section 5.2.1), {@code
 * Pragma} (section 5.4) and the proxy's own {@code X-API-Buddy-Cache} in one.
 *
 * @param noCache do not answer from the store, but store
 * @param noStore neither answer from the store nor store
 * @param onlyIfCached answer from the store or not at all
 * @param maxAge greatest acceptable age in seconds
 * @param minFresh how many seconds of freshness must be left
 * @param maxStale how many seconds past freshness are acceptable
 * @param staleIfError how many seconds past freshness are acceptable if the upstream fails (RFC
 *     5861 section 4)
 */
public record RequestDirectives(
    boolean noCache,
    boolean noStore,
    boolean onlyIfCached,
    OptionalLong maxAge,
    OptionalLong minFresh,
    OptionalLong maxStale,
    OptionalLong staleIfError) {

  /** The field that does the same for clients that cannot set {@code Cache-Control}. */
  public static final String FIELD = "X-API-Buddy-Cache";

  /** No wish at all. */
  public static final RequestDirectives NONE = wish(false, false, false);

  /** Do not answer from the store, but store. */
  public static final RequestDirectives REFRESH = wish(true, false, false);

  /**
   * Returns the wishes of a request.
   *
   * @param respectCacheControl whether the standard fields count; the proxy's own always does
   * @throws IllegalArgumentException if the proxy's own field has a value it does not know
   */
  public static RequestDirectives of(Headers headers, boolean respectCacheControl) {
    String own = headers.first(FIELD);
    if (own != null) {
      return own(own.trim().toLowerCase(Locale.ROOT));
    }
    if (!respectCacheControl) {
      return NONE;
    }
    if (headers.contains("Cache-Control")) {
      return standard(CacheControl.of(headers));
    }
    String pragma = headers.joined("Pragma");
    if (pragma != null && CacheControl.parse(pragma).has("no-cache")) {
      return REFRESH;
    }
    return NONE;
  }

  /** Returns whether a fresh stored response may be used at all. */
  public boolean mayReuse() {
    return !noCache && !noStore;
  }

  private static RequestDirectives standard(CacheControl control) {
    OptionalLong maxStale = control.seconds("max-stale");
    if ("".equals(control.argument("max-stale"))) {
      maxStale = OptionalLong.of(DeltaSeconds.MAXIMUM);
    }
    return new RequestDirectives(
        control.has("no-cache"),
        control.has("no-store"),
        control.has("only-if-cached"),
        control.seconds("max-age"),
        control.seconds("min-fresh"),
        maxStale,
        control.seconds("stale-if-error"));
  }

  private static RequestDirectives own(String value) {
    return switch (value) {
      case "refresh" -> REFRESH;
      case "bypass" -> wish(false, true, false);
      case "only" -> wish(false, false, true);
      default -> throw new IllegalArgumentException(FIELD + " takes refresh, bypass or only.");
    };
  }

  private static RequestDirectives wish(boolean noCache, boolean noStore, boolean onlyIfCached) {
    return new RequestDirectives(
        noCache,
        noStore,
        onlyIfCached,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }
}
