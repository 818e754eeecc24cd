package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A request's cache directives: {@code Cache-Control} (RFC 9111 section 5.2.1), {@code Pragma}
 * (section 5.4) and the proxy's own {@code X-API-Buddy-Cache} in one.
 *
 * @param noCache whether the store must not answer, though it may take the answer
 * @param noStore whether the store must neither answer nor take the answer
 * @param onlyIfCached whether only the store may answer
 * @param maxAge the maximum acceptable age, in seconds
 * @param minFresh the minimum remaining freshness, in seconds
 * @param maxStale the maximum acceptable staleness, in seconds
 * @param staleIfError the same if the upstream fails (RFC 5861 section 4)
 */
public record RequestDirectives(
    boolean noCache,
    boolean noStore,
    boolean onlyIfCached,
    OptionalLong maxAge,
    OptionalLong minFresh,
    OptionalLong maxStale,
    OptionalLong staleIfError) {

  /** The equivalent field for clients that cannot set {@code Cache-Control}. */
  public static final String FIELD = "X-API-Buddy-Cache";

  /** No directives. */
  public static final RequestDirectives NONE = of(false, false, false);

  /** The directives of a refresh: the store does not answer, but the answer is stored. */
  public static final RequestDirectives REFRESH = of(true, false, false);

  /**
   * Returns the directives of a request.
   *
   * @param respectCacheControl whether the standard fields count; the proxy's own always does
   * @throws IllegalArgumentException if the proxy's own field has an unknown value
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

  /** Returns whether a stored response, even a fresh one, may be used. */
  public boolean mayReuse() {
    return !noCache && !noStore;
  }

  private static RequestDirectives standard(CacheControl control) {
    OptionalLong maxStale = control.seconds("max-stale");
    if ("".equals(control.argument("max-stale"))) {
      maxStale = OptionalLong.of(DeltaSeconds.MAX);
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
      case "bypass" -> of(false, true, false);
      case "only" -> of(false, false, true);
      default -> throw new IllegalArgumentException(FIELD + " takes refresh, bypass or only.");
    };
  }

  private static RequestDirectives of(boolean noCache, boolean noStore, boolean onlyIfCached) {
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
