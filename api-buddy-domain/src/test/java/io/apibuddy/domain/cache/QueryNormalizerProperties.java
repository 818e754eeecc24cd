package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.ProxyConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The query in {@code ttl} policy. */
class QueryNormalizerProperties {

  private static final String SECRET = "s3cret";

  private final QueryNormalizer queries =
      new QueryNormalizer(true, Set.of("utm"), ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS);

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> names = Arbitraries.of("", "a", "A", "b", "%61", "utm", "token", "X-Amz-Sig");
    Arbitrary<String> values = Arbitraries.of("", "=", "=1", "=2", "=%41", "=1=2", "=?");
    return Combinators.combine(names, values)
        .as(String::concat)
        .list()
        .ofMaxSize(6)
        .map(pairs -> String.join("&", pairs));
  }

  @Property(tries = 2_000, seed = "1")
  void normalizationIsIdempotent(@ForAll("queries") String query) {
    String normal = queries.normalize(query).text();

    assertThat(queries.normalize(normal).text()).isEqualTo(normal);
  }

  @Property(tries = 2_000, seed = "2")
  void pairsOfEqualNamesKeepTheirOrderAndNoneIsLost(@ForAll("queries") String query) {
    List<String> normal = pairs(queries.normalize(query).text());

    for (String name : List.of("", "a", "A", "b")) {
      assertThat(named(name, normal)).isEqualTo(named(name, pairs(query)));
    }
    assertThat(named("utm", normal)).isEmpty();
    assertThat(named("token", normal)).hasSameSizeAs(named("token", pairs(query)));
  }

  @Property(tries = 2_000, seed = "3")
  void orderOfDifferentNamesIsIgnored(@ForAll("queries") String query) {
    List<String> turned = pairs(query);
    Collections.reverse(turned);
    List<String> regrouped =
        turned.stream()
            .map(QueryNormalizerProperties::parameter)
            .distinct()
            .flatMap(name -> named(name, pairs(query)).stream())
            .toList();

    assertThat(pairs(queries.normalize(String.join("&", regrouped)).text()))
        .isEqualTo(pairs(queries.normalize(query).text()));
  }

  @Property(tries = 500, seed = "4")
  void credentialsAreNeverShown(@ForAll("queries") String query) {
    String secret = query + "&key=" + SECRET + "&a=1&X-Amz-Credential=" + SECRET;

    assertThat(queries.normalize(secret).text()).doesNotContain(SECRET);
    assertThat(queries.mask(secret)).doesNotContain(SECRET);
    assertThat(queries.normalize(secret).credentials()).contains("key=" + SECRET);
  }

  /** Entries and recordings of earlier versions are found by this form. */
  @Property(tries = 2_000, seed = "6")
  void queriesWhoseNamesHaveOneSpellingAreSortedAsTheyAreWritten(@ForAll("queries") String query) {
    List<String> kept = pairs(query.replace("a", "%61"));
    kept.removeIf(pair -> name(pair).equals("utm") || isSecret(pair));
    String written = String.join("&", kept);
    kept.sort(Comparator.comparing(QueryNormalizerProperties::name));

    assertThat(queries.normalize(written).text()).isEqualTo(String.join("&", kept));
  }

  /** Compares with a plain implementation of the rule. */
  @Property(tries = 2_000, seed = "5")
  void normalFormIsThatOfTheRuleAppliedPairByPair(
      @ForAll("queries") String query, @ForAll boolean sorting) {
    QueryNormalizer either =
        new QueryNormalizer(
            sorting, Set.of("utm"), ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS);
    List<String> pairs = query.isEmpty() ? List.of() : pairs(query);
    List<String> kept = new ArrayList<>(pairs);
    kept.removeIf(pair -> name(pair).equals("utm"));
    if (sorting) {
      List<String> all = List.copyOf(kept);
      kept.sort(Comparator.comparing(pair -> firstSpelling(pair, all)));
    }
    String secrets =
        kept.stream()
            .filter(QueryNormalizerProperties::isSecret)
            .map(pair -> pair + "&")
            .collect(Collectors.joining());
    boolean nothingLeft = kept.isEmpty() && !query.isEmpty();

    assertThat(either.normalize(query).text()).isEqualTo(nothingLeft ? null : masked(kept));
    assertThat(either.normalize(query).appendTo("/p"))
        .isEqualTo(nothingLeft ? "/p" : "/p?" + masked(kept));
    assertThat(either.normalize(query).credentials()).isEqualTo(secrets);
    assertThat(either.mask(query)).isEqualTo(masked(pairs));
  }

  private static boolean isSecret(String pair) {
    return name(pair).equals("token") || name(pair).equals("X-Amz-Sig");
  }

  private static String masked(List<String> pairs) {
    return pairs.stream()
        .map(pair -> isSecret(pair) ? name(pair) + "=***" : pair)
        .collect(Collectors.joining("&"));
  }

  private static List<String> named(String name, List<String> pairs) {
    return pairs.stream().filter(pair -> parameter(pair).equals(name)).toList();
  }

  private static String firstSpelling(String pair, List<String> pairs) {
    return named(parameter(pair), pairs).stream()
        .map(QueryNormalizerProperties::name)
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  /** Returns the decoded name. */
  private static String parameter(String pair) {
    return name(pair).replace("%61", "a");
  }

  private static String name(String pair) {
    return pair.split("=", -1)[0];
  }

  private static List<String> pairs(@Nullable String query) {
    Stream<String> pairs = query == null ? Stream.of() : Arrays.stream(query.split("&", -1));
    return new ArrayList<>(pairs.toList());
  }
}
