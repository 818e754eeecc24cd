package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.routing.BadTargetException;
import io.apibuddy.domain.routing.RequestTargetParser;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * No two different requests share a key. A request is a list of its parts, each a short text from
 * few characters, so that other ways to join them would soon collide.
 */
class CacheKeyProperties {

  private static final AliasConfiguration ALIAS = AliasConfiguration.of("api", "http://up.test/v1");

  private static final List<String> FIELDS =
      List.of(
          "Accept",
          "Accept-Language",
          "Api-Key",
          "Authorization",
          "Cookie",
          "Prefer",
          "X-Api-Key",
          "X-Version",
          CacheKeyFactory.VARIANT_FIELD);

  /** Method, path and query before the fields; media type and digest of the body behind them. */
  private static final int PARTS = 14;

  private final Router router = new Router(List.of(ALIAS));
  private final CacheKeyFactory keys =
      new CacheKeyFactory(ALIAS, ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS, new byte[32]);

  @Provide
  Arbitrary<List<String>> requests() {
    return Arbitraries.strings().withChars("ab:,=").ofMaxLength(2).list().ofSize(PARTS);
  }

  @Property(tries = 3_000, seed = "1")
  void requestsThatDifferHaveDifferentKeys(
      @ForAll("requests") List<String> one, @ForAll("requests") List<String> other) {
    assertSameKey(one, other, one.equals(other));
    assertSameKey(one, new ArrayList<>(one), true);
  }

  @Property(tries = 3_000, seed = "2")
  void aPartThatDiffersMakesAnotherKey(
      @ForAll("requests") List<String> one,
      @ForAll @IntRange(max = PARTS - 1) int part,
      @ForAll("requests") List<String> other) {
    List<String> changed = new ArrayList<>(one);
    changed.set(part, other.get(part));

    assertSameKey(one, changed, one.equals(changed));
  }

  @Property(tries = 3_000, seed = "3")
  void charactersThatMoveFromOnePartToAnotherMakeAnotherKey(
      @ForAll("requests") List<String> one,
      @ForAll @IntRange(max = PARTS - 1) int from,
      @ForAll @IntRange(max = PARTS - 1) int to) {
    Assume.that(from != to && !one.get(from).isEmpty());
    List<String> moved = new ArrayList<>(one);
    String text = moved.set(from, "");
    moved.set(to, from < to ? text + moved.get(to) : moved.get(to) + text);

    assertSameKey(one, moved, false);
  }

  private void assertSameKey(List<String> one, List<String> other, boolean same) {
    CacheKey first = key(one);
    CacheKey second = key(other);
    assertThat(first.equals(second)).isEqualTo(same);
    assertThat(first.hex().equals(second.hex())).isEqualTo(same);
  }

  /** An empty part is one that the request does not have. */
  private CacheKey key(List<String> parts) {
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < FIELDS.size(); i++) {
      String value = parts.get(3 + i);
      if (!value.isEmpty()) {
        headers.add(FIELDS.get(i), value);
      }
    }
    String query = parts.get(2).isEmpty() ? "" : "?" + parts.get(2);
    return keys.key(
        route("/api/" + parts.get(1) + query),
        "M" + parts.get(0),
        headers.build(),
        AcceptedCoding.IDENTITY,
        new BodyDigest(parts.get(PARTS - 2), parts.get(PARTS - 1), null));
  }

  private RoutedTarget route(String target) {
    try {
      return Objects.requireNonNull(
          router.route(RequestTargetParser.parse(target, "localhost")), target);
    } catch (BadTargetException e) {
      throw new IllegalArgumentException(target, e);
    }
  }
}
