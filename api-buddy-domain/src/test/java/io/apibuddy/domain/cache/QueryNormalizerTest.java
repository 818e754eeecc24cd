package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.ProxyConfiguration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query in {@code ttl} policy. */
class QueryNormalizerTest {
  private final QueryNormalizer queries =
      new QueryNormalizer(
          true, Set.of("utm", "t"), ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS);

  @ParameterizedTest
  @CsvSource({
    "b=2&a=1, a=1&b=2",
    "b=2&a=2&b=1&a=1, a=2&a=1&b=2&b=1",
    "flag, flag",
    "flag=, flag=",
    "q=%41+b&Q=1, Q=1&q=%41+b",
    "a&&b, &a&b",
    "a=1=2, a=1=2",
    "utm=1&a=1&t, a=1",
  })
  void pairsAreSortedByNameAndKeptAsText(String query, String expected) {
    QueryNormalizer.NormalQuery normal = queries.normalize(query);

    assertThat(normal.text()).isEqualTo(expected);
    assertThat(normal.credentials()).isEmpty();
  }

  @Test
  void noQueryAnEmptyOneAndOneOfIgnoredNames() {
    assertThat(queries.normalize(null).text()).isNull();
    assertThat(queries.normalize("").text()).isEmpty();
    assertThat(queries.normalize("utm=1").text()).isNull();
  }

  @Test
  void credentialsAreMaskedAndHandedOutInTheOrderOfTheirNames() {
    QueryNormalizer.NormalQuery normal =
        queries.normalize("z=1&X-Amz-Signature=s1&API_KEY=s2&key=s3&key=s4&keyboard=q");

    assertThat(normal.text())
        .isEqualTo("API_KEY=***&X-Amz-Signature=***&key=***&key=***&keyboard=q&z=1");
    assertThat(normal.credentials()).isEqualTo("API_KEY=s2&X-Amz-Signature=s1&key=s3&key=s4&");
  }

  @ParameterizedTest
  @CsvSource({
    "api%5Fkey=s, api%5Fkey=***,",
    "%61pi_key=s, %61pi_key=***,",
    "%54OKEN=s, %54OKEN=***,",
    "x%2Damz%2Dx=s, x%2Damz%2Dx=***,",
    "api%255Fkey=s, api%255Fkey=s, api%255Fkey=s",
    "api%5=s, api%5=s, api%5=s",
  })
  void namesOfCredentialsAreReadPercentDecoded(
      String query, String expected, @Nullable String without) {
    assertThat(queries.mask(query)).isEqualTo(expected);
    assertThat(queries.normalize(query).text()).isEqualTo(expected);
    assertThat(queries.withoutCredentials(query)).isEqualTo(without);
  }

  @Test
  void maskingChangesNothingElse() {
    assertThat(queries.mask("z=1&token=a=b&&a&sig")).isEqualTo("z=1&token=***&&a&sig=***");
    assertThat(queries.mask("&&")).isEqualTo("&&");
    assertThat(queries.mask(null)).isNull();
    assertThat(queries.mask("")).isEmpty();
  }
}
